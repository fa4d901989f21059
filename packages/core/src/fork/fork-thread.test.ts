import { expect, test } from 'vitest';
import { renderReply } from '../reply/render-reply.ts';
import { texts } from '../reply/texts.ts';
import { answers, aReply, aRequest, aRun, fakeAgent, person } from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';
import { type DrainBench, openDrain, prompts } from '../turn/drain.fixture.ts';
import type { Drained } from '../turn/drained.ts';
import { patchDigest, renderPatchBlock, renderPatchMarker } from './proposed-patch.ts';

const pr34: Thread = { kind: 'pr', number: 34 };
const sha = 'a'.repeat(40);
const fork = { sha, repository: 'mallory/demo' };
const diff = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n';

/** A run on the head of a fork's pull request, where git takes every patch for one that fits, unless told otherwise. */
async function openFork({ fits = true } = {}) {
  const bench = await openDrain();
  bench.conversation.openThread(pr34, { title: 'Greet', body: '' });
  bench.conversation.grant('rita', 'read');
  const settledPatch = async (patch: string) => (fits ? `diff --git a/x b/x\n${patch}` : undefined);
  Object.assign(bench.ports, { tree: { ...bench.ports.tree, settledPatch } });
  return bench;
}

const aTurn = {
  sandbox: 'read-only',
  codexVersion: '0.169.0',
  startedAt: '',
  endedAt: '',
  outcome: 'answered',
} as const;

const found = `Found it.\n\n\`\`\`diff\n${diff}\`\`\`\n\nThat is all.`;

const take = (bench: DrainBench, text: string, by = 'alice', offered?: string, answer = found) => {
  const { id } = bench.conversation.commentAs(by, pr34, text);
  const open = [{ ...aRequest(`comment-${id}`, { minute: 20, text }), author: person(by) }];
  const agent = fakeAgent(answers(answer));
  const workspace = { base: '', baseBranch: 'main', headBranch: 'codex/pr-34/patch', note: undefined };
  const { ledger } = bench.state;
  const turns = offered === undefined ? [] : [{ ...aTurn, head: sha, offered }];
  const drained = bench.take(agent, { open, thread: pr34, fork, workspace, ledger: { ...ledger, turns } });
  return { agent, drained };
};
const saidIn = async (drained: Promise<Drained>) => (await drained).replies.map(({ text }) => text);

test('a turn on the head of a fork is read-only, is told why, and offers its patch as git writes it', async () => {
  const { agent, drained } = take(await openFork(), 'Is this right?');
  const { replies, ledger } = await drained;
  expect(agent.orders).toMatchObject([{ sandbox: 'read-only' }]);
  expect(prompts(agent)[0]).toContain(
    `comes from a fork, mallory/demo. A stranger wrote it. The folder is at its commit ${sha}`,
  );
  expect(prompts(agent)[0]).toMatch(/The request:\n\nIs this right\?$/);
  const patch = { head: sha, patch: `diff --git a/x b/x\n${diff}` };
  expect(replies).toMatchObject([{ outcome: 'answered', text: 'Found it.\n\nThat is all.', patch }]);
  expect(ledger.turns).toMatchObject([{ sandbox: 'read-only', head: sha, offered: patchDigest(patch) }]);
});

test('a patch that does not fit stays in the answer, and the reply says so', async () => {
  const { drained } = take(await openFork({ fits: false }), 'Is this right?');
  const { replies } = await drained;
  expect(replies[0]?.patch).toBeUndefined();
  expect(replies[0]?.text).toContain('```diff\n--- a/x');
  expect(replies[0]?.text).toContain(texts.patchNotOffered('it does not fit the commit aaaaaaa'));
});

test('a patch that is long only once it is fenced stays in the answer', async () => {
  const answer = `Found.\n\n~~~diff\n${diff}+${'`'.repeat(20_000)}\n~~~`;
  const { drained } = take(await openFork(), 'Mend this', 'alice', undefined, answer);
  expect((await drained).replies[0]?.patch).toBeUndefined();
});

test('an answer of nothing but a patch does not say that there was none', async () => {
  const answer = `\`\`\`diff\n${diff}\`\`\`\n`;
  const { drained } = take(await openFork(), 'Mend this', 'alice', undefined, answer);
  const [reply] = (await drained).replies;
  expect(reply).toMatchObject({ outcome: 'answered', text: '', patch: { head: sha } });
  const [body = ''] = renderReply(reply ?? aReply('comment-1'), { kind: 'none', leftOut: [] }, aRun);
  expect(body).toMatch(/^<details><summary>.*<\/summary>\n\n```diff\ndiff --git/);
});

test('where a block is left open, the reply says so below it', async () => {
  const answer = `\`\`\`diff\n${diff}`;
  const { drained } = take(await openFork({ fits: false }), 'Is this right?', 'alice', undefined, answer);
  expect((await drained).replies[0]?.text).toMatch(/\n\+b\n```\n\nThe patch above/);
});

test('a later turn is told that the head moved', async () => {
  const bench = await openFork();
  const before = { ...bench.state.ledger, turns: [] };
  const turn = {
    sandbox: 'read-only',
    codexVersion: '0.169.0',
    startedAt: '',
    endedAt: '',
    outcome: 'answered',
  } as const;
  const ledger = { ...before, turns: [{ ...turn, head: 'b'.repeat(40) }] };
  const agent = fakeAgent();
  await bench.take(agent, {
    open: [aRequest('comment-7', { minute: 7, text: 'And now?' })],
    thread: pr34,
    fork,
    ledger,
  });
  expect(prompts(agent)[0]).toContain(`You read ${'b'.repeat(40)} before`);
});

test.each(['/codex go', '/codex undo'])('%s changes nothing there', async (text) => {
  const { agent, drained } = take(await openFork(), text);
  expect(await saidIn(drained)).toEqual([texts.forkReadOnly]);
  expect(agent.orders).toEqual([]);
});

/** The worker has offered a patch in the thread. */
async function openOffer() {
  const bench = await openFork();
  const patch = { head: sha, patch: diff };
  const marker = '<!-- codex-worker:reply request=comment-1 outcome=answered run=1.1 -->';
  const body = `Found.\n\n${renderPatchBlock(patch)}\n\n${renderPatchMarker(patch)}\n${marker}`;
  bench.conversation.commentAs('github-actions[bot]', pr34, body);
  return bench;
}

test('/codex apply names the patch that was offered last, and nothing else goes to the publisher', async () => {
  const { agent, drained } = take(await openOffer(), '/codex apply', 'alice', patchDigest({ patch: diff }));
  const { apply, replies } = await drained;
  expect(agent.orders).toEqual([]);
  expect(apply).toMatchObject({
    requestId: replies[0]?.requestId,
    head: sha,
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(replies).toMatchObject([{ outcome: 'answered', steers: true, text: texts.applyAsked(sha) }]);
});

test('/codex apply names the patch that was offered last also where one before stands on the code', async () => {
  const bench = await openFork();
  const { id } = bench.conversation.commentOnCodeAs('alice', pr34, 'Why?');
  const old = { head: 'b'.repeat(40), patch: diff };
  await bench.conversation.post(pr34, `${renderPatchBlock(old)}\n\n${renderPatchMarker(old)}`, id);
  const offer = { head: sha, patch: diff };
  await bench.conversation.post(pr34, `${renderPatchBlock(offer)}\n\n${renderPatchMarker(offer)}`);
  const { drained } = take(bench, '/codex apply', 'alice', patchDigest({ patch: diff }));
  expect((await drained).apply).toMatchObject({ head: sha });
});

test('/codex apply takes write permission', async () => {
  const { drained } = take(await openOffer(), '/codex apply', 'rita');
  expect(await saidIn(drained)).toEqual([texts.applyNeedsWrite('rita', 'read')]);
  expect((await drained).apply).toBeUndefined();
});

test('/codex apply takes no patch that the session did not offer, though it was said under our login', async () => {
  const { drained } = take(await openOffer(), '/codex apply', 'alice', 'e'.repeat(64));
  expect(await saidIn(drained)).toEqual([texts.nothingToApply]);
});

test('/codex apply where nothing was offered says so', async () => {
  expect(await saidIn(take(await openFork(), '/codex apply').drained)).toEqual([texts.nothingToApply]);
});

test('/codex apply in a thread of the repository itself says what it is for', async () => {
  const bench = await openDrain();
  const drained = bench.take(fakeAgent(), { open: [aRequest('comment-7', { minute: 7, text: '/codex apply' })] });
  expect(await saidIn(drained)).toEqual([texts.applyNeedsFork]);
});
