import { expect, test } from 'vitest';
import { patchDigest, renderPatchBlock, renderPatchMarker } from '../fork/proposed-patch.ts';
import type { Outbox, OutboxApply } from '../outbox/outbox.ts';
import { at, fakeClock, fakeConversation, fakeProposals, fakeRepository } from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';
import { propose } from './propose.ts';
import type { ProposeSettings } from './propose-settings.ts';

const pr34: Thread = { kind: 'pr', number: 34 };
const settings: ProposeSettings = {
  thread: pr34,
  pullRequest: 'never',
  draft: false,
  defaultBranch: 'main',
  repositoryUrl: 'https://github.com/octo-org/demo',
  branchTemplate: 'codex/issue-{number}/{summary}',
  ownLogin: 'github-actions[bot]',
};

/** Mallory's pull request, with a patch that the worker offered, and what alice says below it. */
async function openOffer(says = '/codex apply') {
  const clock = fakeClock();
  const conversation = fakeConversation(clock);
  const repository = fakeRepository();
  const proposals = fakeProposals(repository, clock);
  repository.commit('main', { 'README.md': '# Demo\n' });
  const head = repository.commit('theirs', { 'x.txt': 'a\n' });
  conversation.openThread(pr34, { title: 'Greet people', body: '' });
  conversation.grant('alice', 'write');
  const patch = { head, patch: `${JSON.stringify({ 'x.txt': { before: 'a\n', after: 'b\n' } })}\n` };
  const marker = '<!-- codex-worker:reply request=comment-1 outcome=answered run=1.1 -->';
  const body = `${renderPatchBlock(patch)}\n\n${renderPatchMarker(patch)}\n${marker}`;
  conversation.commentAs('github-actions[bot]', pr34, body);
  clock.advance(60);
  const { id } = conversation.commentAs('alice', pr34, says);
  const pull = { number: 34, headRef: 'main', headSha: head, baseRef: 'main', pushedAt: undefined };
  const ports = {
    publisher: repository.publisher,
    proposals,
    asking: {
      conversation,
      permissionOf: (login: string) => conversation.permissionOf(login),
      pullRequestHead: async () => ({ ...pull, headRepository: 'mallory/demo' }),
    },
  };
  const apply: OutboxApply = { requestId: `comment-${id}`, head, digest: patchDigest(patch) };
  return { clock, conversation, repository, proposals, ports, head, apply };
}

const outboxOf = (apply: OutboxApply): Outbox => ({
  version: 1,
  thread: 'pr-34',
  run: 700,
  since: at(0),
  replies: [],
  apply,
  proposal: { branch: 'codex/pr-34/patch', base: 'main', title: 'Greet people', pushed: false },
});

test("the patch goes on top of the fork's commit, into a pull request that says where it is from", async () => {
  const { ports, apply, head, repository, proposals } = await openOffer();
  const end = await propose(ports, outboxOf(apply), settings);
  const branch = `codex/pr-34/greet-people-${apply.digest.slice(0, 7)}`;
  const [commit, parent] = repository.history(branch);
  expect(end).toMatchObject({ kind: 'applied', branch, sha: commit?.sha, proposal: { number: 101 } });
  expect(parent?.sha).toBe(head);
  expect(commit?.files.get('x.txt')).toBe('b\n');
  expect(commit?.message).toContain(`Codex-Request: ${apply.requestId}`);
  expect(commit?.message).toMatch(/Co-authored-by: alice </);
  expect(proposals.all()).toMatchObject([{ branch, base: 'main', title: 'Greet people' }]);
  expect(proposals.all()[0]?.body).toContain(`This is #34 from \`mallory/demo\`, at ${head}`);
});

test('once more changes nothing', async () => {
  const { ports, apply, repository, proposals } = await openOffer();
  const first = await propose(ports, outboxOf(apply), settings);
  expect(await propose(ports, outboxOf(apply), settings)).toEqual(first);
  expect(proposals.all()).toHaveLength(1);
  expect(repository.branches()).toHaveLength(3);
});

test('a second word for the same patch finds its pull request', async () => {
  const { clock, ports, apply, conversation, proposals } = await openOffer();
  await propose(ports, outboxOf(apply), settings);
  clock.advance(60);
  const { id } = conversation.commentAs('alice', pr34, '/codex apply');
  const again = await propose(ports, outboxOf({ ...apply, requestId: `comment-${id}` }), settings);
  expect(again).toMatchObject({ kind: 'applied', proposal: { number: 101 } });
  expect(proposals.all()).toHaveLength(1);
});

test('what is asked in other words is not applied, whatever the outbox says', async () => {
  const { ports, apply, repository } = await openOffer('Thanks!');
  const why = 'the comment that asked for it was deleted or changed';
  expect(await propose(ports, outboxOf(apply), settings)).toEqual({ kind: 'not-applied', why });
  expect(repository.branches()).toEqual(['main', 'theirs']);
});

test('nobody without write permission has it applied, whatever the outbox says', async () => {
  const { ports, apply, conversation } = await openOffer();
  conversation.grant('alice', 'read');
  const why = 'alice may not have it applied';
  expect(await propose(ports, outboxOf(apply), settings)).toEqual({ kind: 'not-applied', why });
});

test('another patch than the one that was offered is not applied', async () => {
  const { ports, apply } = await openOffer();
  const why = 'the answer that offered it was deleted or changed';
  const other = { ...apply, digest: 'e'.repeat(64) };
  expect(await propose(ports, outboxOf(other), settings)).toEqual({ kind: 'not-applied', why });
});

test('where the push is refused, the thread is told why', async () => {
  const { ports, apply, repository } = await openOffer();
  repository.refusePush('its workflow files differ from those of main: .github/workflows/ci.yml');
  const why = 'its workflow files differ from those of main: .github/workflows/ci.yml';
  expect(await propose(ports, outboxOf(apply), settings)).toEqual({ kind: 'not-applied', why });
});

test('where nobody may open a pull request for it, the link does', async () => {
  const { ports, apply, proposals } = await openOffer();
  const refusing = { ...proposals, open: async () => ({ kind: 'not-permitted' }) as const };
  const end = await propose({ ...ports, proposals: refusing }, outboxOf(apply), settings);
  const branch = `codex%2Fpr-34%2Fgreet-people-${apply.digest.slice(0, 7)}`;
  const compareUrl = `https://github.com/octo-org/demo/compare/main...${branch}?expand=1`;
  expect(end).toMatchObject({ kind: 'applied', proposal: { compareUrl } });
});

test('a change of a pull request goes to its own head or nowhere', async () => {
  const { ports, repository } = await openOffer();
  const base = repository.commit('main', {});
  const change = { base, patch: '{}', subject: 'X', requests: [], unfinished: [], coAuthors: [] };
  const { apply: _, ...rest } = outboxOf({ requestId: 'comment-1', head: base, digest: '' });
  await expect(propose(ports, { ...rest, change }, settings)).rejects.toThrow('the head of #34 is no branch here');
});
