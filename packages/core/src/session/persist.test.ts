import { describe, expect, test } from 'vitest';
import { enterTurn, newLedger } from '../ledger/ledger.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { aReply, at, fakeArtifacts, issue12 } from '../testing/index.ts';
import { openBundle } from './bundle.ts';
import { type PersistOrder, persistThread, pruneThread } from './persist.ts';

const outbox: Outbox = {
  version: 1,
  thread: 'issue-12',
  run: 701,
  since: at(0),
  replies: [aReply('issue-12')],
  proposal: { branch: 'codex/issue-12/x', base: 'main', title: 'Add up', pushed: false },
};
const order: PersistOrder = {
  thread: issue12,
  repositoryId: 42,
  runId: 701,
  retentionDays: 7,
  sessionKey: 'sk-test',
  codexVersion: '0.169.0',
  ledger: newLedger('issue-12', at(0), 'workspace-write'),
  keepBundle: true,
  files: [{ path: 'sessions/rollout-x.jsonl', bytes: Buffer.from('{}') }],
  outbox,
};
const OUTBOX = 'codex-worker-outbox-issue-12-701@701';
const BUNDLE = 'codex-worker-session-issue-12@701';

describe('persistThread', () => {
  test('the outbox is stored before the bundle that says its requests are answered', async () => {
    const artifacts = fakeArtifacts();
    const { bundle } = await persistThread(artifacts.run(701), order);
    expect(artifacts.listing()).toEqual([OUTBOX, BUNDLE]);
    const [bytes] = (await artifacts.store.download(bundle?.id ?? 0)).values();
    expect(bytes?.length).toBe(bundle?.bytes);
    expect(openBundle(bytes ?? Buffer.alloc(0), { repositoryId: 42, thread: 'issue-12' }, 'sk-test')).toEqual({
      ledger: order.ledger,
      files: order.files,
    });
  });

  test('no bundle is stored when the outbox could not be', async () => {
    const artifacts = fakeArtifacts();
    const run = artifacts.run(701);
    const full: typeof run.upload = async (name, ...rest) => {
      if (name.includes('outbox')) throw new TypeError('The quota is full');
      return run.upload(name, ...rest);
    };
    await expect(persistThread({ ...run, upload: full }, order)).rejects.toThrow('The quota is full');
    expect(artifacts.listing()).toEqual([]);
  });

  test('nothing is stored where no turn came to a session; its replies are', async () => {
    const artifacts = fakeArtifacts();
    const turn = {
      sandbox: 'read-only',
      codexVersion: '0',
      startedAt: at(0),
      endedAt: at(1),
      outcome: 'failed',
    } as const;
    const ledger = enterTurn(order.ledger, turn);
    expect((await persistThread(artifacts.run(701), { ...order, ledger, files: [] })).bundle).toBeUndefined();
    expect(artifacts.listing()).toEqual([OUTBOX]);
    const begun = enterTurn(ledger, { ...turn, sessionId: 'a-session' });
    expect((await persistThread(artifacts.run(702), { ...order, ledger: begun })).bundle).toBeDefined();
  });

  test('nothing is stored over a session that is lost; its replies are', async () => {
    const artifacts = fakeArtifacts();
    expect(await persistThread(artifacts.run(701), { ...order, keepBundle: false })).toEqual({
      outbox: true,
      bundle: undefined,
    });
    expect(artifacts.listing()).toEqual([OUTBOX]);
  });

  test('without an outbox there is a bundle alone', async () => {
    const artifacts = fakeArtifacts();
    expect((await persistThread(artifacts.run(701), { ...order, outbox: undefined })).outbox).toBe(false);
    expect(artifacts.listing()).toEqual([BUNDLE]);
  });

  test('without a key and without a session, the replies are stored', async () => {
    const artifacts = fakeArtifacts();
    const end = await persistThread(artifacts.run(701), { ...order, sessionKey: undefined, files: [] });
    expect(end).toEqual({ outbox: true, bundle: undefined });
  });

  test('a session without a key is a failure that keeps the replies', async () => {
    const artifacts = fakeArtifacts();
    const attempt = persistThread(artifacts.run(701), { ...order, sessionKey: undefined });
    await expect(attempt).rejects.toMatchObject({ code: 'session-key-missing' });
    expect(artifacts.listing()).toEqual([OUTBOX]);
  });
});

describe('pruneThread', () => {
  async function threeRuns() {
    const artifacts = fakeArtifacts();
    for (const runId of [701, 702, 703]) await persistThread(artifacts.run(runId), { ...order, runId });
    await artifacts.run(700).upload('codex-worker-session-issue-1', new Map(), 7);
    return artifacts;
  }

  test('the newest bundle stays, and so do those of other threads and the outboxes of other runs', async () => {
    const artifacts = await threeRuns();
    expect(
      await pruneThread(
        { store: artifacts.store, own: artifacts.run(703) },
        { thread: issue12, runId: 703, outboxDone: true },
      ),
    ).toBe(3);
    expect(artifacts.listing()).toEqual([
      'codex-worker-outbox-issue-12-701@701',
      'codex-worker-outbox-issue-12-702@702',
      'codex-worker-session-issue-12@703',
      'codex-worker-session-issue-1@700',
    ]);
  });

  test('an outbox that people are pointed to stays', async () => {
    const artifacts = await threeRuns();
    await pruneThread(
      { store: artifacts.store, own: artifacts.run(703) },
      { thread: issue12, runId: 703, outboxDone: false },
    );
    expect(artifacts.listing()).toContain('codex-worker-outbox-issue-12-703@703');
  });

  test('a run whose bundle is not the newest deletes no bundle', async () => {
    const artifacts = await threeRuns();
    await pruneThread(
      { store: artifacts.store, own: artifacts.run(702) },
      { thread: issue12, runId: 702, outboxDone: false },
    );
    expect(artifacts.listing().filter((entry) => entry.startsWith('codex-worker-session-issue-12'))).toHaveLength(3);
  });
});
