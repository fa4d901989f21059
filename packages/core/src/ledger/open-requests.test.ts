import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Request, RequestId } from '../request/request.ts';
import { inOrder } from '../request/request.ts';
import { aRequest, at } from '../testing/index.ts';
import { type Ledger, newLedger, type RequestRecord, settle } from './ledger.ts';
import { cursor, type OpenFacts, openRequests, unpublished } from './open-requests.ts';

const began = newLedger('issue-12', at(0), 'workspace-write');
const issue = aRequest('issue-12');
const c1 = aRequest('comment-1', { minute: 10 });
const c2 = aRequest('comment-2', { minute: 20 });

const settled = (ledger: Ledger, request: Request, state: RequestRecord['state'], outboxRun = 701): Ledger =>
  settle(ledger, request, { state, outboxRun });

const open = (ledger: Ledger, facts: Partial<OpenFacts>): readonly RequestId[] =>
  openRequests(ledger, {
    asked: [],
    repliedTo: new Set(),
    ofThisRun: 'comment-999',
    askedAgain: undefined,
    ...facts,
  }).map(({ id }) => id);

describe('openRequests', () => {
  const answered = settled(began, issue, 'answered');

  test.each<{ when: string; ledger?: Ledger; facts: Partial<OpenFacts>; isOpen: readonly RequestId[] }>([
    { when: 'nobody asked', facts: {}, isOpen: [] },
    { when: 'two asked, listed in any order', facts: { asked: [c2, c1] }, isOpen: ['comment-1', 'comment-2'] },
    {
      when: 'two asked within one second',
      facts: { asked: [aRequest('comment-10', { minute: 5 }), aRequest('comment-9', { minute: 5 })] },
      isOpen: ['comment-9', 'comment-10'],
    },
    { when: 'the event is delivered again', ledger: answered, facts: { asked: [issue, c1] }, isOpen: ['comment-1'] },
    { when: 'the event and the list both hold it', facts: { asked: [c1, c1] }, isOpen: ['comment-1'] },
    {
      when: 'an answered comment was edited',
      ledger: settled(answered, c1, 'answered'),
      facts: { asked: [{ ...c1, text: 'Something else' }] },
      isOpen: [],
    },
    {
      when: 'a comment shows up after a younger one was answered',
      ledger: settled(answered, c2, 'answered'),
      facts: { asked: [c1, c2] },
      isOpen: ['comment-1'],
    },
    { when: 'it failed', ledger: settled(answered, c1, 'failed'), facts: { asked: [c1] }, isOpen: [] },
    {
      when: 'it failed and is asked again',
      ledger: settled(answered, c1, 'failed'),
      facts: { asked: [c1], askedAgain: 'comment-1' },
      isOpen: ['comment-1'],
    },
    {
      when: 'it was cancelled and another one is asked again',
      ledger: settled(answered, c1, 'cancelled'),
      facts: { asked: [c1, c2], askedAgain: 'comment-2' },
      isOpen: ['comment-2'],
    },
    {
      when: 'it was cancelled and is asked again',
      ledger: settled(answered, c1, 'cancelled'),
      facts: { asked: [c1], askedAgain: 'comment-1' },
      isOpen: ['comment-1'],
    },
    {
      when: 'it was refused and is asked again',
      ledger: settled(answered, c1, 'refused'),
      facts: { asked: [c1], askedAgain: 'comment-1' },
      isOpen: [],
    },
    {
      when: 'only the thread knows of its answer',
      ledger: answered,
      facts: { asked: [c1], repliedTo: new Set(['comment-1']) },
      isOpen: [],
    },
    {
      when: 'it failed for the ledger, was answered for the thread, and is asked again',
      ledger: settled(answered, c1, 'failed'),
      facts: { asked: [c1], askedAgain: 'comment-1', repliedTo: new Set(['comment-1']) },
      isOpen: [],
    },
    {
      when: 'a comment is older than the session',
      facts: { asked: [aRequest('comment-0', { minute: -1 }), c1] },
      isOpen: ['comment-1'],
    },
    {
      when: "the run's own request is older than the session, as clocks may differ",
      facts: { asked: [aRequest('comment-0', { minute: -1 })], ofThisRun: 'comment-0' },
      isOpen: ['comment-0'],
    },
    { when: 'it was asked in the very second of the beginning', facts: { asked: [issue] }, isOpen: ['issue-12'] },
  ])('$when → $isOpen', ({ ledger = began, facts, isOpen }) => {
    expect(open(ledger, facts)).toEqual(isOpen);
  });

  test('of two texts of one request the first counts: that of the event was authorised', () => {
    const facts = { repliedTo: new Set<RequestId>(), ofThisRun: c1.id, askedAgain: undefined };
    const [request] = openRequests(began, { ...facts, asked: [c1, { ...c1, text: 'Edited meanwhile' }] });
    expect(request?.text).toBe(c1.text);
  });
});

describe('cursor', () => {
  test('a thread without a settled request is listed from its beginning', () => {
    expect(cursor(began)).toBe(at(0));
  });

  test('it goes back ten minutes before the earliest request of the last run, since lists lag behind', () => {
    const one = settled(began, aRequest('comment-1', { minute: 30 }), 'answered', 701);
    const two = settled(one, aRequest('comment-2', { minute: 60 }), 'answered', 702);
    const three = settled(two, aRequest('comment-3', { minute: 90 }), 'answered', 702);
    expect(cursor(three)).toBe(at(50));
  });

  test('it never goes back before the beginning', () => {
    expect(cursor(settled(began, c1, 'answered'))).toBe(at(0));
  });
});

describe('unpublished', () => {
  const reply = (requestId: RequestId, outcome: 'answered' | 'failed' | 'refused' | 'cancelled' | 'postponed') => ({
    requestId,
    outcome,
  });
  const two = settled(settled(began, issue, 'answered', 701), c1, 'answered', 702);

  test.each([
    { when: 'its answer is not in the thread', ledger: two, replies: [], pending: ['comment-1'] },
    { when: 'its answer is in the thread', ledger: two, replies: [reply('comment-1', 'answered')], pending: [] },
    {
      when: 'the thread has only the notice that its run failed',
      ledger: two,
      replies: [reply('comment-1', 'failed')],
      pending: ['comment-1'],
    },
    {
      when: 'the thread has only the notice that its run was cancelled',
      ledger: two,
      replies: [reply('comment-1', 'cancelled')],
      pending: ['comment-1'],
    },
    {
      when: 'it failed, and the thread says so',
      ledger: settled(began, c1, 'failed'),
      replies: [reply('comment-1', 'failed')],
      pending: [],
    },
    {
      when: 'it failed, and nobody was told',
      ledger: settled(began, c1, 'failed'),
      replies: [],
      pending: ['comment-1'],
    },
    { when: 'it was cancelled: the notifier tells', ledger: settled(began, c1, 'cancelled'), replies: [], pending: [] },
    { when: 'there is nothing', ledger: began, replies: [], pending: [] },
  ])('$when → $pending', ({ ledger, replies, pending }) => {
    expect(unpublished(ledger, replies)).toEqual(pending);
  });
});

test('over any schedule of comments, lists that lag and runs that fail, each request is taken once and in order', () => {
  const visit = fc.record({
    // How many comments came since, in which minute each, and how many of the newest the list does not show yet.
    comments: fc.array(fc.record({ gap: fc.integer({ min: 0, max: 3 }), by: fc.constantFrom('alice', 'mallory') }), {
      maxLength: 4,
    }),
    hidden: fc.integer({ min: 0, max: 2 }),
    fails: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(visit, { maxLength: 15 }), (visits) => {
      let ledger = settled(began, issue, 'answered', 700);
      let minute = 0;
      const written: Request[] = [];
      const taken: RequestId[] = [];
      const look = (hidden: number, run: number, fails: boolean): void => {
        const since = Date.parse(cursor(ledger));
        const shown = written
          .slice(0, written.length - hidden)
          .filter(({ createdAt }) => Date.parse(createdAt) >= since);
        const asked = shown.filter(({ author }) => author.login === 'alice');
        const facts = { repliedTo: new Set<RequestId>(), askedAgain: undefined, ofThisRun: 'comment-999' } as const;
        for (const request of openRequests(ledger, { ...facts, asked })) {
          taken.push(request.id);
          ledger = settled(ledger, request, fails ? 'failed' : 'answered', run);
          if (fails) return;
        }
      };
      visits.forEach(({ comments, hidden, fails }, index) => {
        for (const { gap, by } of comments) {
          minute += gap;
          written.push(aRequest(`comment-${written.length + 1}`, { by, minute }));
        }
        look(Math.min(hidden, written.length), 701 + index, fails);
      });
      for (let run = 900; run < 900 + written.length; run += 1) look(0, run, false);
      const allowed = written.filter(({ author }) => author.login === 'alice');
      expect(taken).toEqual([...allowed].sort(inOrder).map(({ id }) => id));
    }),
    { numRuns: 200 },
  );
});
