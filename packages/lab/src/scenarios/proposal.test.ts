import { expect, test } from 'vitest';
import { breaks } from './from-outside.ts';
import { openScene, type Scene } from './scene.ts';

/** What the repository checks. GitHub starts nothing for what its own token pushed. */
const ci = `on: { push: { branches: ['codex/**'] }, pull_request: {} }
permissions: {}
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: 'true'
`;
const files = {
  '.github/workflows/ci.yml': ci,
  '.github/pull_request_template.md': '- [ ] I have read the guide\n',
};
const checksOf = (scene: Scene) => scene.runs.filter(({ path }) => path.endsWith('ci.yml'));
/** What the checks of a commit ran for. */
const checkedEvents = (scene: Scene, sha: string) => {
  const runs = checksOf(scene).filter(({ headSha }) => headSha === sha);
  return runs.map(({ event }) => event).toSorted();
};

async function headOf(scene: Scene, branch: string): Promise<string> {
  const { data } = await scene.as('owner').rest.git.getRef({ ...scene.place, ref: `heads/${branch}` });
  return data.object.sha;
}

const CHECKS_WAIT = 'Its checks wait until somebody with write access approves them.';

/** Branches in the issue's Development panel. */
async function linkedTo(scene: Scene, number: number): Promise<readonly string[]> {
  const query = `query ($owner: String!, $repo: String!, $number: Int!) {
    repository(owner: $owner, name: $repo) {
      issue(number: $number) { linkedBranches(first: 10) { nodes { ref { name } } } }
    }
  }`;
  const answer = await scene.as('owner').graphql<{
    repository: { issue: { linkedBranches: { nodes: readonly { ref: { name: string } }[] } } };
  }>(query, { ...scene.place, number });
  return answer.repository.issue.linkedBranches.nodes.map(({ ref }) => ref.name);
}

/** Commits of a pull request, oldest first. */
async function commitsOf(scene: Scene, pull_number: number) {
  const { data } = await scene.as('owner').rest.pulls.listCommits({ ...scene.place, pull_number });
  return data.map(({ commit }) => commit);
}

/** A branch at the head of another one. */
async function branchOff(scene: Scene, name: string): Promise<void> {
  const sha = await headOf(scene, 'main');
  await scene.as('owner').rest.git.createRef({ ...scene.place, ref: `refs/heads/${name}`, sha });
}

async function commit(scene: Scene, branch: string, file: string, text: string): Promise<void> {
  const content = Buffer.from(text).toString('base64');
  const change = { path: file, message: `Change ${file}`, content, branch };
  await scene.as('writer').rest.repos.createOrUpdateFileContents({ ...scene.place, ...change });
}

test.concurrent('a pull request has all that the workflow asks for, and its commits are signed and name who asked', async () => {
  const wanted = { signed: true, draft: true, base: 'develop', labels: 'codex, from-issue', reviewers: 'wanda' };
  await using scene = await openScene({ with: wanted, files });
  await branchOff(scene, 'develop');
  const issue = await scene.begin('Add one', 'write one.txt: 1');
  const pull = await scene.pullOf(issue);
  expect(await scene.lastReply(issue)).toContain(`→ Pull request #${pull.number}.`);
  const { data } = await scene.as('owner').rest.pulls.get({ ...scene.place, pull_number: pull.number });
  expect(data).toMatchObject({ draft: true, base: { ref: 'develop' }, title: 'Add one' });
  expect(data.labels.map(({ name }) => name)).toEqual(['codex', 'from-issue']);
  expect(data.requested_reviewers?.map(({ login }) => login)).toEqual(['wanda']);
  // Only a merge into the default branch closes an issue.
  expect(data.body).toMatch(
    new RegExp(
      `${CHECKS_WAIT}\\n\\nFor #${issue}\\n\\n- \\[ \\] I have read the guide\n\n<!-- codex-worker:pull-request -->$`,
    ),
  );
  expect(await linkedTo(scene, issue)).toEqual([pull.branch]);
  const comment = await scene.comments('writer', pull.number, 'and two\nwrite two.txt: 2');
  await scene.idle();
  const [first, second, ...others] = await commitsOf(scene, pull.number);
  expect(others).toEqual([]);
  expect(first?.message).toMatch(
    new RegExp(`^Add one\\n\\nCodex-Request: issue-${issue}\\nCo-authored-by: olivia <\\d+\\+olivia@users\\.noreply`),
  );
  expect(second?.message).toMatch(
    new RegExp(`^and two\\n\\nCodex-Request: comment-${comment}\\nCo-authored-by: wanda <\\d+\\+wanda@users\\.noreply`),
  );
  for (const one of [first, second]) expect(one?.verification).toMatchObject({ verified: true, reason: 'valid' });
  expect(checksOf(scene)).toEqual([]);
});

test.concurrent('with the token of an App the checks run at once, and the pull request does not say that they wait', async () => {
  const caller = (text: string) => `${text.trimEnd()}\n      PUBLISH_TOKEN: \${{ secrets.PUBLISH_TOKEN }}\n`;
  await using scene = await openScene({ files, caller });
  scene.lab.setSecret('PUBLISH_TOKEN', scene.lab.github.tokens.bot);
  const issue = await scene.begin('By an App', 'write app.txt: 1');
  const pull = await scene.pullOf(issue);
  expect(pull.body).not.toContain(CHECKS_WAIT);
  expect(pull.body).toMatch(
    new RegExp(`Closes #${issue}\\n\\n- \\[ \\] I have read the guide\n\n<!-- codex-worker:pull-request -->$`),
  );
  expect(checkedEvents(scene, await headOf(scene, pull.branch))).toEqual(['pull_request', 'push']);
  expect(await linkedTo(scene, issue)).toEqual([pull.branch]);
  expect(await scene.follow(pull.number, 'more\nwrite more.txt: 2')).toMatch(/→ [0-9a-f]{7} on `codex\//);
  expect(await scene.filesOf(pull.branch)).toEqual(expect.arrayContaining(['app.txt', 'more.txt']));
  expect(checkedEvents(scene, await headOf(scene, pull.branch))).toEqual(['pull_request', 'push']);
});

test.concurrent('each turn that changes a pull request costs GitHub few calls', async () => {
  // A turn that takes long on a busy machine would show what it is doing, and that costs calls of its own.
  await using scene = await openScene({ with: { progress: false } });
  const { number } = await scene.pullOf(await scene.begin('Often', 'write first.txt: 1'));
  const { requests } = scene.lab.github;
  for (const file of ['second.txt', 'third.txt']) {
    const before = requests.length;
    expect(await scene.follow(number, `write ${file}: 1`)).toMatch(/→ [0-9a-f]{7} on `codex\//);
    expect(requests.slice(before).filter(({ token }) => token.kind === 'job').length).toBeLessThanOrEqual(18);
  }
});

test.concurrent('on request, the pull request waits for /codex pr, and asks no model then', async () => {
  await using scene = await openScene({ with: { 'pull-request': 'on-request' } });
  const issue = await scene.begin('Later', 'write later.txt: 1');
  expect(await scene.lastReply(issue)).toMatch(
    /→ [0-9a-f]{7} on `codex\/issue-1\/later`\. `\/codex pr` opens the pull request\./,
  );
  const asked = scene.model.requests.length;
  const reply = await scene.follow(issue, '/codex pr');
  const pull = await scene.pullOf(issue);
  expect(reply).toContain(`→ Pull request #${pull.number}.`);
  expect(pull).toMatchObject({ title: 'Later', branch: `codex/issue-${issue}/later` });
  expect(scene.model.requests).toHaveLength(asked);
});

test.concurrent('where pull requests are forbidden, /codex pr gets the link to open it by hand', async () => {
  await using scene = await openScene({ with: { 'pull-request': 'never' } });
  const issue = await scene.begin('Never', 'write never.txt: 1');
  expect(await scene.lastReply(issue)).toMatch(/→ [0-9a-f]{7} on `codex\/issue-1\/never`\.\n/);
  const reply = await scene.follow(issue, '/codex pr');
  expect(reply).toContain('this workflow forbids it (`pull-request: never`)');
  expect(reply).toContain(`/compare/main...codex%2Fissue-${issue}%2Fnever?expand=1&title=Never&body=`);
  expect((await scene.as('owner').rest.pulls.list({ ...scene.place, state: 'all' })).data).toEqual([]);
});

test.concurrent('what GitHub refuses beside the change keeps nothing back, and is told', async () => {
  await using scene = await openScene({ with: { reviewers: 'wanda, nobody', labels: 'codex' } });
  const body = { data: { createLinkedBranch: { linkedBranch: null } } };
  await breaks(scene, { operation: 'createLinkedBranch', status: 200, body });
  const issue = await scene.begin('Refused', 'write refused.txt: 1');
  const pull = await scene.pullOf(issue);
  const reply = await scene.lastReply(issue);
  expect(reply).toContain(`→ Pull request #${pull.number}.`);
  expect(reply).toMatch(
    /GitHub did not ask `nobody` for a review: .* Change the input `reviewers`, or ask them by hand\./,
  );
  const { data } = await scene.as('owner').rest.pulls.get({ ...scene.place, pull_number: pull.number });
  expect(data.requested_reviewers?.map(({ login }) => login)).toEqual(['wanda']);
  // A branch that GitHub did not link is pushed all the same.
  expect(await linkedTo(scene, issue)).toEqual([]);
  expect(await scene.filesOf(pull.branch)).toContain('refused.txt');
});

for (const signed of [false, true]) {
  test.concurrent(`a base that moved during the turn is no hindrance (signed: ${signed})`, async () => {
    await using scene = await openScene({ with: { signed } });
    const issue = await scene.opens('owner', 'Base', 'write ours.txt: 1\nwait 2500');
    await scene.askedFor('Base');
    await commit(scene, 'main', 'theirs.txt', 'by hand\n');
    await scene.idle();
    expect(scene.lastRun().conclusion).toBe('success');
    const pull = await scene.pullOf(issue);
    expect((await commitsOf(scene, pull.number)).map(({ message }) => message.split('\n')[0])).toEqual(['Base']);
    const { data } = await scene.as('owner').rest.pulls.get({ ...scene.place, pull_number: pull.number });
    expect(data).toMatchObject({ changed_files: 1, mergeable: true });
  });
}

test.concurrent('a signed change that conflicts with what a person pushed is not pushed, and its patch is in the reply', async () => {
  await using scene = await openScene({ with: { signed: true, 'pull-request': 'never' } });
  const issue = await scene.begin('Conflict', 'write same.txt: first');
  const branch = `codex/issue-${issue}/conflict`;
  await scene.comments('owner', issue, 'conflicting turn\nshell echo codex > same.txt\nwait 2500');
  await scene.askedFor('conflicting turn');
  await scene.as('owner').rest.git.deleteRef({ ...scene.place, ref: `heads/${branch}` });
  await branchOff(scene, branch);
  await commit(scene, branch, 'same.txt', 'person\n');
  await scene.idle();
  const reply = await scene.lastReply(issue);
  expect(reply).toMatch(
    /\*\*The change was not pushed:\*\* .*same\.txt.* Ask again, and Codex starts from the new state\./,
  );
  expect(reply).toMatch(/<summary>The change as a patch<\/summary>.*```diff\n.*\+codex\n/s);
});
