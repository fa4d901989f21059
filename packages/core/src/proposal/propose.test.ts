import { describe, expect, test } from 'vitest';
import type { Outbox, OutboxChange } from '../outbox/outbox.ts';
import type { PullRequestHead } from '../route/pull-request.ts';
import { aReply, at, fakeClock, fakeConversation, fakeProposals, fakeRepository, issue12 } from '../testing/index.ts';
import type { PublishQuestions } from './ports.ts';
import { propose } from './propose.ts';
import type { ProposeSettings } from './propose-settings.ts';

const branch = 'codex/issue-12/add-up';
const settings: ProposeSettings = {
  thread: issue12,
  pullRequest: 'auto',
  draft: false,
  defaultBranch: 'main',
  repositoryUrl: 'https://github.com/octo-org/demo',
  branchTemplate: 'codex/issue-{number}/{summary}',
  ownLogin: 'github-actions[bot]',
};

const ownHead: PullRequestHead = {
  number: 34,
  headRef: branch,
  headSha: 'b'.repeat(40),
  baseRef: 'main',
  headRepository: 'octo-org/demo',
  pushedAt: undefined,
};

/** A repository with main, and the outbox of a turn that wrote sum.js on it. */
async function openRepository(path = 'sum.js') {
  const clock = fakeClock();
  const repository = fakeRepository();
  const base = repository.commit('main', { 'README.md': '# Demo\n' });
  const proposals = fakeProposals(repository, clock);
  await repository.tree.checkOut('main');
  repository.write(path, 'sum\n');
  const change: OutboxChange = {
    base,
    patch: (await repository.tree.changesSince(base)) ?? '',
    subject: 'Add up',
    requests: ['issue-12'],
    unfinished: [],
    coAuthors: [],
  };
  const outbox: Outbox = {
    version: 1,
    thread: 'issue-12',
    run: 700,
    since: at(0),
    replies: [aReply('issue-12', { text: 'I added sum.js.' })],
    change,
    proposal: { branch, base: 'main', title: 'Add up', pushed: false, closes: 12 },
  };
  const asking: PublishQuestions = {
    conversation: fakeConversation(clock),
    permissionOf: async () => 'write',
    pullRequestHead: async (number) => ({ ...ownHead, number }),
  };
  const ports = { publisher: repository.publisher, proposals, asking };
  return { clock, repository, proposals, ports, outbox, change };
}

const without = ({ change: _, ...rest }: Outbox): Outbox => rest;

/** The same for a pull request, which closes nothing. */
function ofPull(outbox: Outbox, number: number): Outbox {
  const { closes: _, ...proposal } = outbox.proposal;
  return { ...outbox, thread: `pr-${number}`, proposal };
}

describe('propose', () => {
  test('a change opens a pull request that says what was done and closes the issue', async () => {
    const { ports, outbox, repository, proposals } = await openRepository();
    const end = await propose(ports, outbox, settings);
    expect(end).toEqual({
      kind: 'opened',
      branch,
      sha: repository.history(branch)[0]?.sha,
      leftOut: [],
      pullRequest: 101,
      url: 'https://github.com/octo-org/demo/pull/101',
    });
    expect(proposals.all()).toMatchObject([{ branch, base: 'main', title: 'Add up', draft: false }]);
    expect(proposals.all()[0]?.body).toMatch(
      /^I added sum\.js\.\n\n---\n\nMade by Codex for issue #12\. .*\n\nCloses #12\n\n<!-- codex-worker:pull-request -->$/,
    );
  });

  test('in a base that is not the default branch the issue is named, not closed', async () => {
    const { ports, outbox, proposals, repository } = await openRepository();
    repository.commit('develop', {});
    await propose(ports, { ...outbox, proposal: { ...outbox.proposal, base: 'develop' } }, settings);
    expect(proposals.all()[0]?.body).toMatch(/\n\nFor #12\n\n<!--/);
    expect(proposals.all()[0]?.body).not.toContain('Closes');
  });

  test('no change, no branch', async () => {
    const { ports, outbox, repository } = await openRepository();
    expect(await propose(ports, without(outbox), settings)).toEqual({ kind: 'none', leftOut: [] });
    expect(repository.branches()).toEqual(['main']);
  });

  test('a later change lands on the open pull request', async () => {
    const { ports, outbox, clock, proposals } = await openRepository();
    await propose(ports, outbox, settings);
    clock.advance(600);
    const next = { ...outbox, since: at(5), change: { ...outbox.change, requests: ['comment-7'] } } as Outbox;
    // The same patch is there already, so there is nothing more to commit.
    expect((await propose(ports, next, settings)).kind).toBe('none');
    const other = { ...next, change: { ...next.change, patch: '{"b.js":{"before":null,"after":"b"}}' } } as Outbox;
    expect(await propose(ports, other, settings)).toMatchObject({ kind: 'updated', pullRequest: 101 });
    expect(proposals.all()).toHaveLength(1);
  });

  test('in a pull request thread the change is an update of that pull request', async () => {
    const { ports, outbox, proposals } = await openRepository();
    const thread = { kind: 'pr', number: 34 } as const;
    expect(await propose(ports, ofPull(outbox, 34), { ...settings, thread })).toMatchObject({
      kind: 'updated',
      pullRequest: 34,
      url: 'https://github.com/octo-org/demo/pull/34',
    });
    expect(proposals.all()).toEqual([]);
  });

  test('where no pull request is wanted, the branch is pushed', async () => {
    const { ports, outbox, proposals } = await openRepository();
    expect(await propose(ports, outbox, { ...settings, pullRequest: 'never' })).toMatchObject({
      kind: 'pushed',
      branch,
    });
    expect(proposals.all()).toEqual([]);
  });

  test('where Actions may not open one, the end says where a person can', async () => {
    const { ports, outbox, proposals } = await openRepository();
    proposals.permit(false);
    expect(await propose(ports, outbox, settings)).toMatchObject({
      kind: 'not-permitted',
      compareUrl: expect.stringMatching(
        /^https:\/\/github\.com\/octo-org\/demo\/compare\/main\.\.\.codex%2Fissue-12%2Fadd-up\?expand=1&title=Add\+up&body=I\+added\+sum\.js\./,
      ),
    });
  });

  test('what GitHub refuses to open is pushed, and the reason goes into the reply', async () => {
    const { ports, outbox, proposals } = await openRepository();
    proposals.open = async () => ({ kind: 'refused', why: 'Draft pull requests are not supported' });
    expect(await propose(ports, outbox, settings)).toMatchObject({
      kind: 'pushed',
      branch,
      notes: [
        {
          kind: 'not-opened',
          why: 'Draft pull requests are not supported',
          compareUrl: expect.stringContaining('/compare/main...codex'),
        },
      ],
    });
  });

  test('a conflict is an end that has the patch', async () => {
    const { ports, outbox, repository, change } = await openRepository();
    repository.commit('main', { 'sum.js': 'theirs\n' });
    const { patch } = change;
    expect(await propose(ports, outbox, settings)).toEqual({ kind: 'conflicts', branch, detail: 'sum.js', patch });
  });

  test('a refused push is an end, and a long patch is only kept', async () => {
    const { ports, change, repository, proposals, ...rest } = await openRepository();
    const outbox = { ...rest.outbox, change: { ...change, patch: change.patch.padEnd(10_001) } };
    repository.refusePush('the branch is protected');
    expect(await propose(ports, outbox, settings)).toEqual({
      kind: 'refused',
      branch,
      detail: 'the branch is protected',
    });
    expect(proposals.all()).toEqual([]);
  });

  test('a change of workflow files alone is left out and opens nothing', async () => {
    const { ports, outbox, proposals } = await openRepository('.github/workflows/ci.yml');
    expect(await propose(ports, outbox, settings)).toMatchObject({
      kind: 'none',
      leftOut: [{ path: '.github/workflows/ci.yml', why: 'workflow' }],
      attached: { patch: expect.stringContaining('ci.yml') },
    });
    expect(proposals.all()).toEqual([]);
  });
});

describe('propose, repeated', () => {
  test('after the push: the commit is recognised and the pull request opened', async () => {
    const { ports, outbox, repository, proposals } = await openRepository();
    const gone = { ...proposals, open: async () => Promise.reject(new TypeError('The runner is gone')) };
    await expect(propose({ ...ports, proposals: gone }, outbox, settings)).rejects.toThrow('The runner is gone');
    expect(await propose(ports, outbox, settings)).toMatchObject({ kind: 'opened', pullRequest: 101 });
    expect(repository.history(branch)).toHaveLength(2);
  });

  test('after the pull request: it is recognised, and still news', async () => {
    const { ports, outbox, repository, proposals } = await openRepository();
    const first = await propose(ports, outbox, settings);
    expect(await propose(ports, outbox, settings)).toEqual(first);
    expect(repository.history(branch)).toHaveLength(2);
    expect(proposals.all()).toHaveLength(1);
  });
});

describe('work that was cut off', () => {
  const unfinished = ({ change, ...outbox }: Outbox): Outbox => ({
    ...outbox,
    replies: [aReply('issue-12', { outcome: 'failed' })],
    ...(change ? { change: { ...change, requests: [], unfinished: ['issue-12'] } } : {}),
  });

  test('is pushed, and opens no pull request until something is answered', async () => {
    const { ports, outbox, proposals } = await openRepository();
    expect(await propose(ports, unfinished(outbox), settings)).toMatchObject({ kind: 'pushed', branch });
    expect(proposals.all()).toEqual([]);
    const answered = without({ ...outbox, proposal: { ...outbox.proposal, pushed: true } });
    expect(await propose(ports, answered, settings)).toMatchObject({ kind: 'opened', pullRequest: 101 });
  });

  test('opens none either where the last one was closed', async () => {
    const { ports, outbox, proposals } = await openRepository();
    await propose(ports, outbox, settings);
    proposals.close(101);
    const next = unfinished(outbox);
    const other = { ...next, change: { ...next.change, patch: '{"b.js":{"before":null,"after":"b"}}' } } as Outbox;
    expect((await propose(ports, other, settings)).kind).toBe('pushed');
    expect(proposals.all()).toHaveLength(1);
  });

  test('a run that publishes again opens no second one after a person closed the first', async () => {
    const { ports, outbox, proposals } = await openRepository();
    await propose(ports, outbox, settings);
    proposals.close(101);
    expect((await propose(ports, outbox, settings)).kind).toBe('pushed');
    expect(proposals.all()).toHaveLength(1);
  });

  test('an answer without a change opens nothing where the push had been refused', async () => {
    const { ports, outbox, proposals } = await openRepository();
    const answered = without({ ...outbox, proposal: { ...outbox.proposal, pushed: true } });
    expect(await propose(ports, answered, settings)).toEqual({ kind: 'none', leftOut: [] });
    expect(proposals.all()).toEqual([]);
  });
});

describe('the branch of an issue', () => {
  test('is linked to the issue before its first push, and never again', async () => {
    const { ports, outbox, proposals, repository } = await openRepository();
    await propose(ports, outbox, settings);
    expect(proposals.links()).toEqual([{ issue: 12, branch }]);
    expect(repository.history(branch)).toHaveLength(2);
    const patch = '{"b.js":{"before":null,"after":"b"}}';
    const next = { ...outbox, change: { ...outbox.change, patch, requests: ['comment-7'] } } as Outbox;
    expect(await propose(ports, next, settings)).not.toHaveProperty('notes');
    expect(proposals.links()).toHaveLength(1);
  });

  test('is pushed all the same where it cannot be linked', async () => {
    const { ports, outbox, proposals } = await openRepository();
    proposals.refuseLinks();
    expect(await propose(ports, outbox, settings)).toMatchObject({
      kind: 'opened',
      notes: [{ kind: 'not-linked', why: 'Resource not accessible by integration' }],
    });
  });

  test('that was linked and got no commit has nothing to open', async () => {
    const { ports, outbox, repository, proposals, change } = await openRepository();
    repository.makeBranch(branch, change.base);
    proposals.open = async () => ({ kind: 'no-commits' });
    const asked = without({ ...outbox, proposal: { ...outbox.proposal, openNow: true } });
    expect(await propose(ports, asked, settings)).toEqual({
      kind: 'none',
      leftOut: [],
      notes: [{ kind: 'nothing-to-open' }],
    });
  });

  test('starts from the base that the workflow names, and the pull request goes there', async () => {
    const { ports, outbox, repository, proposals } = await openRepository();
    const develop = repository.commit('develop', { 'b.js': 'b\n' });
    await propose(ports, outbox, { ...settings, base: 'develop' });
    expect(repository.history(branch).map(({ sha }) => sha)).toContain(develop);
    expect(proposals.all()).toMatchObject([{ base: 'develop' }]);
  });
});

describe('what a pull request is given', () => {
  test('labels and reviewers, and what GitHub refuses is said', async () => {
    const { ports, outbox, proposals } = await openRepository();
    proposals.refuseReviewer('mallory');
    const extras = { labels: ['codex'], reviewers: ['bob', 'mallory'] };
    expect(await propose(ports, outbox, { ...settings, ...extras })).toMatchObject({
      kind: 'opened',
      notes: [{ kind: 'reviewers', names: ['mallory'], why: 'not a collaborator' }],
    });
    expect(proposals.all()).toMatchObject([{ labels: ['codex'], reviewers: ['bob'] }]);
  });

  test('labels also where the run was cut off after it opened it', async () => {
    const { ports, outbox, proposals } = await openRepository();
    const gone = { ...proposals, equip: async () => Promise.reject(new TypeError('The runner is gone')) };
    await expect(propose({ ...ports, proposals: gone }, outbox, settings)).rejects.toThrow('The runner is gone');
    expect((await propose(ports, outbox, { ...settings, labels: ['codex'] })).kind).toBe('opened');
    expect(proposals.all()).toMatchObject([{ labels: ['codex'] }]);
  });

  test("the repository's template below our own text", async () => {
    const { ports, outbox, proposals, repository } = await openRepository();
    repository.commit('main', { '.github/pull_request_template.md': '- [ ] I have read it <!-- really -->\n' });
    await propose(ports, outbox, settings);
    expect(proposals.all()[0]?.body).toMatch(/\n\nCloses #12\n\n- \[ \] I have read it <!-- really -->\n\n<!--/);
  });

  test('no more text than GitHub takes', async () => {
    const { ports, outbox, proposals, repository } = await openRepository();
    repository.commit('main', { '.github/pull_request_template.md': '🚀'.repeat(50_000) });
    const replies = [aReply('issue-12', { text: '🚀'.repeat(50_000) })];
    await propose(ports, { ...outbox, replies }, settings);
    expect([...(proposals.all()[0]?.body ?? '')].length).toBeLessThan(65_536);
  });

  test.each([
    { checksWait: true, says: true },
    { checksWait: false, says: false },
  ])('that its checks wait, where they do: $says', async ({ checksWait, says }) => {
    const { ports, outbox, proposals } = await openRepository();
    await propose(ports, outbox, { ...settings, checksWait });
    expect(proposals.all()[0]?.body.includes('checks wait until somebody')).toBe(says);
  });
});

describe('/codex pr', () => {
  const asking = (outbox: Outbox): Outbox => ({
    ...without(outbox),
    replies: [aReply('comment-9', { text: '' })],
    proposal: { ...outbox.proposal, pushed: true, openNow: true },
  });
  const onRequest = { ...settings, pullRequest: 'on-request' } as const;

  test('opens what waited for it, and names the commits', async () => {
    const { ports, outbox, proposals, repository } = await openRepository();
    expect(await propose(ports, outbox, onRequest)).toMatchObject({ kind: 'pushed', notes: [{ kind: 'on-request' }] });
    expect(proposals.all()).toEqual([]);
    expect(await propose(ports, asking(outbox), onRequest)).toEqual({
      kind: 'opened',
      branch,
      sha: repository.history(branch)[0]?.sha,
      leftOut: [],
      pullRequest: 101,
      url: 'https://github.com/octo-org/demo/pull/101',
    });
    expect(proposals.all()[0]?.body).toMatch(/^- Add up\n\n---/);
  });

  test('opens the pull request of the change that is pushed with it', async () => {
    const { ports, outbox } = await openRepository();
    const both = { ...outbox, proposal: { ...outbox.proposal, openNow: true } };
    expect(await propose(ports, both, onRequest)).toMatchObject({ kind: 'opened', pullRequest: 101 });
  });

  test('has nothing to open without a branch', async () => {
    const { ports, outbox } = await openRepository();
    expect(await propose(ports, asking(outbox), onRequest)).toEqual({
      kind: 'none',
      leftOut: [],
      notes: [{ kind: 'nothing-to-open' }],
    });
  });

  test('names the pull request that is open', async () => {
    const { ports, outbox, proposals } = await openRepository();
    await propose(ports, outbox, settings);
    const notes = [{ kind: 'open-already', pullRequest: 101 }];
    expect(await propose(ports, asking(outbox), onRequest)).toMatchObject({ kind: 'none', notes });
    const thread = { kind: 'pr', number: 101 } as const;
    const there = ofPull(asking(outbox), 101);
    expect(await propose(ports, there, { ...onRequest, thread })).toMatchObject({ kind: 'none', notes });
    expect(proposals.all()).toHaveLength(1);
  });

  test('opens a new one where a person closed the last', async () => {
    const { ports, outbox, proposals } = await openRepository();
    await propose(ports, outbox, settings);
    proposals.close(101);
    expect(await propose(ports, asking(outbox), onRequest)).toMatchObject({ kind: 'opened', pullRequest: 102 });
  });

  test("is forbidden by the workflow's setting, which says where a person can open it", async () => {
    const { ports, outbox, proposals } = await openRepository();
    const never = { ...settings, pullRequest: 'never' } as const;
    await propose(ports, outbox, never);
    expect(await propose(ports, asking(outbox), never)).toMatchObject({
      kind: 'none',
      notes: [{ kind: 'forbidden', compareUrl: expect.stringContaining('/compare/main...codex') }],
    });
    expect(proposals.all()).toEqual([]);
  });
});

test.each(['', 'Done (see [this](x)).', 'é'.repeat(30_000), '🚀'.repeat(30_000), '(((('.repeat(9000)])(
  'the address of the page to open it by hand has no bracket and an end, however long the text is',
  async (text) => {
    const { ports, outbox, proposals } = await openRepository();
    proposals.permit(false);
    const end = await propose(ports, { ...outbox, replies: [aReply('issue-12', { text })] }, settings);
    const url = end.kind === 'not-permitted' ? end.compareUrl : '';
    expect(url).toMatch(/^https:[^\s()[\]]+$/);
    expect(url.length).toBeLessThanOrEqual(6000);
    expect(new URL(url).searchParams.get('title')).toBe('Add up');
  },
);
