import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { answersIn, errorsOf, noticesOf, openScene, outputOf, type Scene } from './scene.ts';

async function commit(scene: Scene, branch: string, file: string, text: string): Promise<void> {
  const content = Buffer.from(text).toString('base64');
  const { data } = await scene
    .as('writer')
    .rest.repos.getContent({ ...scene.place, path: file, ref: branch })
    .catch(() => ({ data: [] }));
  const before = 'sha' in data ? { sha: data.sha } : {};
  const change = { path: file, message: `Change ${file}`, content, branch, ...before };
  await scene.as('writer').rest.repos.createOrUpdateFileContents({ ...scene.place, ...change });
}

async function contentOf(scene: Scene, branch: string, file: string): Promise<string> {
  const { data } = await scene.as('writer').rest.repos.getContent({ ...scene.place, path: file, ref: branch });
  return 'content' in data ? Buffer.from(data.content, 'base64').toString() : '';
}

test.concurrent('a branch that was deleted between turns is begun again, and Codex is told', async () => {
  await using scene = await openScene({ with: { 'pull-request': 'never' } });
  const issue = await scene.begin('Lost', 'write lost.txt: 1');
  const branch = `codex/issue-${issue}/lost`;
  const session = outputOf(scene.lastRun(), 'session-id');
  expect(await scene.lastReply(issue)).toContain(`on \`${branch}\`.`);
  await scene.as('owner').rest.git.deleteRef({ ...scene.place, ref: `heads/${branch}` });
  const reply = await scene.follow(issue, 'go on\nwrite found.txt: 2');
  expect(reply).toContain(`The branch ${branch} is not on GitHub`);
  expect(outputOf(scene.lastRun(), 'session-id')).toBe(session);
  const files = await scene.filesOf(branch);
  expect(files).toContain('found.txt');
  expect(files).not.toContain('lost.txt');
});

test.concurrent('a branch that moved during the turn keeps both changes', async () => {
  await using scene = await openScene({ with: { 'pull-request': 'never' } });
  const issue = await scene.begin('Moved', 'write one.txt: 1');
  const branch = `codex/issue-${issue}/moved`;
  await scene.comments('owner', issue, 'second turn\nwrite two.txt: 2\nwait 3000');
  await scene.askedFor('second turn');
  await commit(scene, branch, 'person.txt', 'by hand\n');
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('success');
  expect(await scene.filesOf(branch)).toEqual(expect.arrayContaining(['one.txt', 'two.txt', 'person.txt']));
});

test.concurrent('a change that conflicts with what a person pushed is not pushed, but kept', async () => {
  await using scene = await openScene({ with: { 'pull-request': 'never' } });
  const issue = await scene.begin('Conflict', 'write same.txt: first');
  const branch = `codex/issue-${issue}/conflict`;
  const comment = await scene.comments('owner', issue, 'conflicting turn\nshell echo codex > same.txt\nwait 3000');
  await scene.askedFor('conflicting turn');
  await commit(scene, branch, 'same.txt', 'person\n');
  await scene.idle();
  const reply = await scene.lastReply(issue);
  expect(reply).toContain('**The change was not pushed:**');
  expect(reply).toMatch(/\(`same\.txt`\).*<summary>The change as a patch<\/summary>.*\+codex\n/s);
  expect(answersIn(await scene.replies(issue))).toContain(`comment-${comment} answered`);
  expect(await contentOf(scene, branch, 'same.txt')).toBe('person\n');
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(await scene.artifacts(`codex-worker-outbox-issue-${issue}-${scene.lastRun().id}`)).toHaveLength(1);
  expect(await scene.follow(issue, 'again\nshell echo both > same.txt')).toContain('You asked: again');
  expect(await contentOf(scene, branch, 'same.txt')).toBe('both\n');
});

test.concurrent('a change to a workflow is left out and named', async () => {
  await using scene = await openScene({ with: { 'pull-request': 'never' } });
  const issue = await scene.begin('Workflow', 'write .github/workflows/x.yml: on: push\nwrite beside.txt: yes');
  expect(await scene.lastReply(issue)).toContain(
    '- `.github/workflows/x.yml`: no permission of a job lets the worker push workflow files.',
  );
  const files = await scene.filesOf(`codex/issue-${issue}/workflow`);
  expect(files).toContain('beside.txt');
  expect(files).not.toContain('.github/workflows/x.yml');
});

test.concurrent('a comment on a closed issue is told so, and the thread goes on once it is open again', async () => {
  await using scene = await openScene({ with: { 'pull-request': 'never' } });
  const issue = await scene.begin('Closed');
  const session = outputOf(scene.lastRun(), 'session-id');
  const state = (value: 'open' | 'closed') =>
    scene.as('owner').rest.issues.update({ ...scene.place, issue_number: issue, state: value });
  await state('closed');
  const asked = scene.model.requests.length;
  expect(await scene.follow(issue, 'still there?')).toContain(
    `**Nothing was run:** #${issue} is closed. Reopen it and comment again`,
  );
  expect(scene.model.requests).toHaveLength(asked);
  await state('open');
  expect(await scene.follow(issue, 'and now?')).toContain('You asked: and now?');
  expect(outputOf(scene.lastRun(), 'session-id')).toBe(session);
});

test.concurrent('a comment on a locked issue runs nothing, and the run says why', async () => {
  await using scene = await openScene({ with: { 'pull-request': 'never' } });
  const issue = await scene.begin('Locked');
  await scene.as('owner').rest.issues.lock({ ...scene.place, issue_number: issue });
  const asked = scene.model.requests.length;
  await scene.follow(issue, 'hello?');
  expect(noticesOf(scene.lastRun())).toContain(
    'Unable to create comment because issue is locked. Unlock the conversation and ask again.',
  );
  expect(scene.model.requests).toHaveLength(asked);
  await scene.as('owner').rest.issues.unlock({ ...scene.place, issue_number: issue });
  expect(await scene.follow(issue, 'and now?')).toContain('You asked: and now?');
});

test.concurrent('an issue that is locked during the turn gets its answer when it is unlocked', async () => {
  await using scene = await openScene({ with: { 'pull-request': 'never' } });
  const issue = await scene.opens('owner', 'Lock me', 'locked turn\nwait 2000');
  await scene.askedFor('locked turn');
  await scene.as('owner').rest.issues.lock({ ...scene.place, issue_number: issue });
  await scene.idle();
  expect(scene.lastRun().conclusion).toBe('failure');
  expect(errorsOf(scene.lastRun())).toContain('Unlock the conversation');
  await scene.as('owner').rest.issues.unlock({ ...scene.place, issue_number: issue });
  await scene.follow(issue, 'and now?');
  expect(answersIn(await scene.replies(issue)).filter((answer) => answer === `issue-${issue} answered`)).toHaveLength(
    1,
  );
  expect(await scene.lastReply(issue)).toContain('You asked: and now?');
});

for (const [what, said] of [
  ['transfer', /was transferred|not there any more/],
  ['delete', /not there any more/],
] as const) {
  test.concurrent(`an issue that is gone during the turn (${what}) is named on the page of the run`, async () => {
    await using scene = await openScene({ with: { 'pull-request': 'never' } });
    const issue = await scene.opens('owner', 'Gone', `turn to ${what}\nwait 2000`);
    await scene.askedFor(`turn to ${what}`);
    await fetch(`${scene.lab.github.api}/_lab/issues/${issue}/${what}`, { method: 'POST' });
    await scene.idle();
    expect(scene.lastRun().conclusion).toBe('failure');
    expect(errorsOf(scene.lastRun())).toMatch(said);
    expect(errorsOf(scene.lastRun())).toContain(`#${issue}`);
  });
}

test.concurrent('a repository without commits runs nothing', async () => {
  await using empty = await openScene({ repo: await mkdtemp(path.join(tmpdir(), 'empty-')) });
  const issue = await empty.opens('owner', 'Hello');
  await empty.idle();
  expect(empty.runs).toEqual([]);
  expect(await empty.replies(issue)).toEqual([]);
});
