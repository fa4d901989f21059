import { describe, expect, test } from 'vitest';
import { aRequest, at, NEW_SESSION } from '../testing/index.ts';
import { enterTurn, newLedger, parseLedger, settle, type TurnRecord } from './ledger.ts';

const ledger = newLedger('issue-12', at(0), 'workspace-write');
const turn: TurnRecord = {
  sessionId: NEW_SESSION,
  sandbox: 'workspace-write',
  codexVersion: '0.169.0',
  startedAt: at(1),
  endedAt: at(2),
  outcome: 'answered',
};

describe('settle', () => {
  test('a settled request names its turn, its author and the digest of its text', () => {
    const settled = settle(ledger, aRequest('comment-7', { by: 'bob', minute: 3, text: 'Hi' }), {
      state: 'answered',
      outboxRun: 701,
      turn,
    });
    expect(settled.requests).toEqual([
      {
        id: 'comment-7',
        digest: 'sha256:3639efcd08abb273b1619e82e78c29a7df02c1051b1820e99fc395dcaa3326b8',
        author: 'bob',
        createdAt: at(3),
        state: 'answered',
        turn: 0,
        outboxRun: 701,
      },
    ]);
    expect(settled.turns).toEqual([turn]);
    expect(settled.settings.sessionId).toBe(NEW_SESSION);
  });

  test('a request that failed and is answered later has one record, and both turns stay', () => {
    const request = aRequest('comment-7');
    const failed = settle(ledger, request, { state: 'failed', outboxRun: 701, turn });
    const answered = settle(failed, request, { state: 'answered', outboxRun: 702, turn });
    expect(answered.requests).toMatchObject([{ id: 'comment-7', state: 'answered', turn: 1, outboxRun: 702 }]);
    expect(answered.turns).toHaveLength(2);
  });

  test('a refused request has no turn and leaves the session as it is', () => {
    const begun = enterTurn(ledger, turn);
    const refused = settle(begun, aRequest('comment-7'), { state: 'refused', outboxRun: 702 });
    expect(refused.requests[0]).not.toHaveProperty('turn');
    expect(refused.settings).toEqual(begun.settings);
  });

  test('a turn without a session of its own keeps the one that there was', () => {
    const { sessionId: _, ...without } = turn;
    expect(enterTurn(enterTurn(ledger, turn), without).settings.sessionId).toBe(NEW_SESSION);
  });

  test('the ledger that was settled is not changed', () => {
    const before = structuredClone(ledger);
    settle(ledger, aRequest('comment-7'), { state: 'answered', outboxRun: 701, turn });
    expect(ledger).toEqual(before);
  });
});

test('a ledger begins at a whole second, because comments have no finer times', () => {
  expect(newLedger('issue-12', '2026-03-01T10:00:00.900Z', 'read-only').beganAt).toBe('2026-03-01T10:00:00Z');
});

describe('parseLedger', () => {
  const stored = settle(ledger, aRequest('comment-7'), { state: 'answered', outboxRun: 701, turn });

  test('what was stored is read as it was', () => {
    expect(parseLedger(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });

  test('a newer version is refused with the way out', () => {
    expect(() => parseLedger({ ...stored, version: 2, requests: 'of another shape' })).toThrow(
      expect.objectContaining({
        code: 'bundle-too-new',
        what: 'The ledger of the thread is version 2; this release reads up to 1.',
      }),
    );
  });

  test.each([
    { what: 'nothing', value: undefined },
    { what: 'a text', value: 'ledger' },
    { what: 'no version', value: { ...stored, version: undefined } },
    { what: 'a thread that is none', value: { ...stored, thread: 'issue-12/../x' } },
    { what: 'a sandbox that is none', value: { ...stored, settings: { sandbox: 'off' } } },
    { what: 'a request id that is none', value: { ...stored, requests: [{ ...stored.requests[0], id: 'comment-x' }] } },
    { what: 'a state that is none', value: { ...stored, requests: [{ ...stored.requests[0], state: 'done' }] } },
  ])('$what is refused', ({ value }) => {
    expect(() => parseLedger(value)).toThrow(expect.objectContaining({ code: 'bundle-untrusted' }));
  });

  test('the refusal names every wrong place', () => {
    expect(() => parseLedger({ ...stored, sequence: 'one', turns: {} })).toThrow(/sequence: .*; turns: /);
  });
});
