import { describe, expect, test } from 'vitest';
import { newLedger, settle } from '../ledger/ledger.ts';
import type { Request } from '../request/request.ts';
import type { ThreadState } from '../session/thread-state.ts';
import { aChange, aReply, aRequest, at, issue12, person, someFacts } from '../testing/index.ts';
import type { Drained } from '../turn/drained.ts';
import { type ComposeOrder, composeOutbox, ledgerToKeep } from './compose.ts';
import type { Outbox } from './outbox.ts';

const begun = newLedger('issue-12', at(0), 'workspace-write');
const state: ThreadState = {
  thread: issue12,
  status: 'resumed',
  facts: { ...someFacts, body: '' },
  ledger: begun,
  keepBundle: true,
  open: [],
  refusals: [],
  failure: undefined,
  workspace: { base: 'b'.repeat(40), baseBranch: 'main', headBranch: 'main', note: undefined },
  movedTo: undefined,
  carried: undefined,
  ownRequest: 'issue-12',
  asker: person('alice'),
  context: [],
};
const order: ComposeOrder = {
  run: 702,
  branchTemplate: 'codex/issue-{number}/{summary}',
  headBranch: 'feature',
  patch: undefined,
};
const changed = { ...order, patch: 'diff' };

/** A run that answered these requests. */
function answering(...requests: readonly Request[]): Drained {
  let ledger = begun;
  for (const request of requests) ledger = settle(ledger, request, { state: 'answered', outboxRun: 702 });
  return {
    ledger,
    replies: requests.map(({ id }) => aReply(id)),
    answered: requests,
    outcome: 'answered',
    failure: undefined,
    openNow: false,
    takenBack: { commits: [], carried: false },
  };
}

const carriedOutbox: Outbox = {
  version: 1,
  thread: 'issue-12',
  run: 701,
  since: at(0),
  replies: [aReply('issue-12')],
  change: { ...aChange, subject: 'Carried' },
  proposal: { branch: 'codex/issue-12/add-up', base: 'main', title: 'Add up', pushed: false },
};
const c1 = aRequest('comment-1', { minute: 5, text: '- Use integers\nnot floats' });
const c2 = aRequest('comment-2', { minute: 9, by: 'bob', text: 'And a test' });
const nothing: Drained = { ...answering(), outcome: 'nothing' };

describe('composeOutbox', () => {
  test('a run that did nothing has none', () => {
    expect(composeOutbox(state, nothing, order)).toBeUndefined();
  });

  test('answers without a change have no change', () => {
    expect(composeOutbox(state, answering(c1, c2), order)).toEqual({
      version: 2,
      thread: 'issue-12',
      run: 702,
      since: at(5),
      replies: [aReply('comment-1'), aReply('comment-2')],
      proposal: { branch: 'codex/issue-12/add-up', base: 'main', title: 'Add up', pushed: false, closes: 12 },
    });
  });

  test('a change names the requests it answers and the people who asked, by the newest request', () => {
    expect(composeOutbox(state, answering(c1, c2), changed)?.change).toEqual({
      base: 'b'.repeat(40),
      patch: 'diff',
      subject: 'And a test',
      requests: ['comment-1', 'comment-2'],
      unfinished: [],
      coAuthors: [
        `alice <${person('alice').id}+alice@users.noreply.github.com>`,
        `bob <${person('bob').id}+bob@users.noreply.github.com>`,
      ],
    });
  });

  test.each([
    { review: { kind: 'held', why: 'It sends a key.' }, held: 'It sends a key.' },
    { review: { kind: 'passed' }, held: undefined },
    { review: undefined, held: undefined },
  ] as const)('a change that a review ended so on is held back: $review', ({ review, held }) => {
    const composed = composeOutbox(state, answering(aRequest('comment-1')), { ...changed, review });
    expect(composed?.change?.held).toBe(held);
  });

  test('what its review took is kept with it, at the prices of the team', () => {
    const usage = { input: 1_000_000, cachedInput: 0, output: 0, reasoning: 0 };
    const review = { kind: 'passed', account: { usage, model: 'ours' } } as const;
    const prices = new Map([['ours', { input: 3, cachedInput: 1, output: 9 }]]);
    const composed = composeOutbox(state, answering(aRequest('comment-1')), { ...changed, review, prices });
    expect(composed?.change?.review).toEqual({ usage, model: 'ours', cost: { dollars: 3 } });
    const unknown = composeOutbox(state, answering(aRequest('comment-1')), { ...changed, review });
    expect(unknown?.change?.review).toEqual({ usage, model: 'ours' });
  });

  test('the first change is named by the title, and bots get no credit', () => {
    const request = aRequest('issue-12', { by: 'renovate[bot]', text: 'Long text' });
    expect(composeOutbox(state, answering(request), changed)?.change).toMatchObject({
      subject: 'Add up',
      coAuthors: [],
    });
  });

  test('a subject is one line that git takes', () => {
    expect(composeOutbox(state, answering(c1), changed)?.change?.subject).toBe('Use integers');
  });

  test('what a cut-off turn changed is unfinished, and answers nothing', () => {
    const ledger = settle(begun, c1, { state: 'failed', outboxRun: 702 });
    const drained: Drained = {
      ...nothing,
      ledger,
      replies: [aReply('comment-1', { outcome: 'failed' })],
      outcome: 'failed',
    };
    expect(composeOutbox(state, drained, changed)?.change).toMatchObject({
      subject: 'Unfinished: Add up',
      requests: [],
      unfinished: ['comment-1'],
      coAuthors: [],
    });
  });

  test('the branch keeps its name when the title changes', () => {
    const ledger = { ...begun, settings: { ...begun.settings, branch: 'codex/issue-12/old-title' } };
    expect(composeOutbox({ ...state, ledger }, answering(c1), order)?.proposal).toMatchObject({
      branch: 'codex/issue-12/old-title',
      pushed: true,
    });
  });

  test("a pull request's changes go to its head, and close nothing", () => {
    const thread = { kind: 'pr', number: 34 } as const;
    const proposal = composeOutbox({ ...state, thread }, answering(c1), order)?.proposal;
    expect(proposal?.branch).toBe('feature');
    expect(proposal).not.toHaveProperty('closes');
  });

  test('a late answer says where the thread moved to', () => {
    expect(composeOutbox({ ...state, movedTo: 101 }, answering(c1), order)?.movedTo).toBe(101);
  });

  describe('with what an earlier run did not publish', () => {
    const applied = { ...state, carried: { outbox: carriedOutbox, applied: true } };
    const there = { ...state, carried: { outbox: carriedOutbox, applied: false } };

    test('both replies are in it, the older first, and are looked for from the older on', () => {
      const outbox = composeOutbox(there, answering(c1), order);
      expect(outbox?.replies.map(({ requestId }) => requestId)).toEqual(['issue-12', 'comment-1']);
      expect(outbox).toMatchObject({ run: 702, since: at(0) });
    });

    test('one commit holds both changes and names both requests', () => {
      expect(composeOutbox(applied, answering(c2), changed)?.change).toMatchObject({
        subject: 'And a test',
        requests: ['issue-12', 'comment-2'],
        coAuthors: [...aChange.coAuthors, expect.stringContaining('bob <')],
      });
    });

    test('a change that is only carried over keeps its name, its request and its people', () => {
      const ledger = settle(begun, aRequest('issue-12'), { state: 'answered', outboxRun: 701 });
      const { base: _, patch: __, ...rest } = carriedOutbox.change ?? aChange;
      expect(composeOutbox(applied, { ...nothing, ledger }, changed)?.change).toMatchObject(rest);
    });

    test('a change that is on the branch already is handed on as it was', () => {
      expect(composeOutbox(there, nothing, order)?.change).toEqual(carriedOutbox.change);
    });
  });
});

describe('ledgerToKeep', () => {
  test('counts the bundle', () => {
    expect(ledgerToKeep({ ...begun, sequence: 4 }, undefined).sequence).toBe(5);
  });

  test('knows the branch from the first change on, and not before', () => {
    const drained = answering(c1);
    expect(ledgerToKeep(drained.ledger, composeOutbox(state, drained, order)).settings.branch).toBeUndefined();
    expect(ledgerToKeep(drained.ledger, composeOutbox(state, drained, changed)).settings.branch).toBe(
      'codex/issue-12/add-up',
    );
  });

  test('says of a reply that was carried over that it waits in this outbox now', () => {
    const ledger = settle(begun, aRequest('issue-12'), { state: 'answered', outboxRun: 701 });
    expect(ledgerToKeep(ledger, { ...carriedOutbox, run: 702 }).requests[0]?.outboxRun).toBe(702);
    expect(ledgerToKeep(ledger, undefined).requests[0]?.outboxRun).toBe(701);
  });
});
