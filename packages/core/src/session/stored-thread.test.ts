import { describe, expect, test } from 'vitest';
import { newLedger, settle } from '../ledger/ledger.ts';
import type { CodePlace } from '../request/request.ts';
import { aChange, aReply, aRequest, at, issue12, person, someFacts } from '../testing/index.ts';
import { refuseAll } from './refusal.ts';
import { parseStoredTurns, parseThreadState } from './stored-thread.ts';
import type { ThreadState } from './thread-state.ts';

const place: CodePlace = { reviewComment: 88, path: 'src/sum.ts', line: undefined, hunk: '@@ -1 +1 @@' };
const comment = { id: 7, author: person('rita'), body: 'I agree.', createdAt: at(1), updatedAt: at(1), url: 'x' };
const full: ThreadState = {
  thread: issue12,
  status: 'resumed',
  facts: someFacts,
  ledger: settle(newLedger('issue-12', at(0), 'workspace-write'), aRequest('issue-12'), {
    state: 'answered',
    outboxRun: 700,
  }),
  keepBundle: true,
  open: [
    aRequest('comment-1'),
    { ...aRequest('comment-2.5f3a9c01'), edited: { before: undefined }, changedAt: at(2) },
    { ...aRequest('review-77'), notes: [{ place, text: 'Why?' }] },
    { ...aRequest('review-comment-88'), place },
  ],
  refusals: refuseAll([aRequest('comment-3')], 'No.', 'branch-gone'),
  failure: { code: 'session-expired', what: 'It is gone.', fix: 'Begin anew.' },
  workspace: { base: 'a'.repeat(40), baseBranch: 'main', headBranch: 'feature', note: undefined },
  movedTo: 101,
  carried: { outbox: { since: at(0), replies: [aReply('issue-12')], change: aChange }, applied: true },
  ownRequest: 'comment-1',
  asker: person('alice'),
  context: [comment, { ...comment, place, review: 77 }],
};
const bare: ThreadState = { ...full, failure: undefined, movedTo: undefined, carried: undefined };

const written = (document: unknown): unknown => JSON.parse(JSON.stringify(document));

describe('what session-restore leaves', () => {
  test.each([
    { when: 'everything in it', state: full },
    { when: 'as little in it as can be', state: bare },
  ])('is read as it was written, with $when', ({ state }) => {
    expect(parseThreadState(written(state))).toEqual(state);
  });

  test('is refused with every field that is wrong', () => {
    const wrong = { ...full, status: 'lost', asker: 'alice', open: [{ ...aRequest('comment-1'), id: 'mail-1' }] };
    const read = () => parseThreadState(written(wrong));
    expect(read).toThrow(expect.objectContaining({ code: 'input-invalid' }));
    expect(read).toThrow(/thread\.json.*status.*open\.0\.id.*asker/);
  });
});

describe('what codex-run leaves', () => {
  test('is read as it was written, with an outbox and without', () => {
    const outbox = {
      version: 1,
      thread: 'issue-12',
      run: 700,
      since: at(0),
      replies: [aReply('issue-12')],
      change: aChange,
      proposal: { branch: 'codex/issue-12/x', base: 'main', title: 'Add up', pushed: false },
    } as const;
    const turns = { ledger: full.ledger, outbox, codexVersion: '0.169.0' };
    expect(parseStoredTurns(written(turns))).toEqual(turns);
    expect(parseStoredTurns(written({ ...turns, outbox: undefined }))).toEqual({
      ledger: full.ledger,
      codexVersion: '0.169.0',
    });
  });

  test('of a newer release is refused', () => {
    const ledger = { ...full.ledger, version: 2 };
    const read = () => parseStoredTurns(written({ ledger, codexVersion: '0.169.0' }));
    expect(read).toThrow(/turns\.json cannot be read: ledger\.version/);
  });
});
