import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Marker } from '../reply/marker.ts';
import { askedOnceMore, inOrder, type Request, type RequestId, revised, shortDigest } from '../request/request.ts';
import { aRequest, at, person } from '../testing/index.ts';
import { type Ledger, newLedger, type RequestRecord, settle } from './ledger.ts';
import { cursor, type OpenFacts, openRequests, unpublished } from './open-requests.ts';
import type { OwnReply } from './settlement.ts';

const began = newLedger('issue-12', at(0), 'workspace-write');
const issue = aRequest('issue-12');
const c1 = aRequest('comment-1', { minute: 10 });
const c2 = aRequest('comment-2', { minute: 20 });

const settled = (ledger: Ledger, request: Request, state: RequestRecord['state'], outboxRun = 701): Ledger =>
  settle(ledger, request, { state, outboxRun });

const open = (ledger: Ledger, facts: Partial<OpenFacts>): readonly RequestId[] =>
  openRequests(ledger, {
    asked: [],
    replies: [],
    ofThisRun: 'comment-999',
    askedAgain: undefined,
    ...facts,
  }).map(({ id }) => id);

/** A final reply of ours. */
const reply = (
  requestId: RequestId,
  { minute = 20, commentId = 5, ...marker }: Partial<Marker> & { minute?: number; commentId?: number } = {},
): OwnReply => ({
  marker: { requestId, outcome: 'answered', run: '701.1', ...marker },
  comment: {
    id: commentId,
    author: person('github-actions[bot]'),
    body: '',
    createdAt: at(minute),
    updatedAt: at(minute),
    url: '',
  },
});

/** A comment as the event of its edit has it. */
const edit = (request: Request, text: string): Request => ({
  ...request,
  id: revised('comment-1', text),
  createdAt: at(15),
  text,
  edited: { before: request.text },
});

/** The opening as the event of a label has it. */
const labelled = (minute: number): Request => ({
  ...issue,
  id: askedOnceMore('issue-12', at(minute)),
  createdAt: at(minute),
});

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
      facts: { asked: [{ ...c1, text: 'Something else', changedAt: at(15) }] },
      isOpen: [revised('comment-1', 'Something else')],
    },
    {
      when: 'the edit of a cancelled comment was promised, and has other words by now',
      facts: {
        asked: [{ ...c1, id: revised('comment-1', 'Two'), text: 'Three' }],
        replies: [
          reply('comment-1', { outcome: 'cancelled', minute: 12 }),
          reply(revised('comment-1', 'Two'), { outcome: 'postponed', minute: 13 }),
        ],
      },
      isOpen: [revised('comment-1', 'Three')],
    },
    {
      when: 'an answered comment was edited back to what it was',
      ledger: settled(answered, c1, 'answered'),
      facts: { asked: [{ ...c1, changedAt: at(15) }] },
      isOpen: [],
    },
    {
      when: 'the edit of an answered comment is answered too',
      ledger: settled(settled(answered, c1, 'answered'), edit(c1, 'Two'), 'answered'),
      facts: { asked: [{ ...c1, text: 'Two', changedAt: at(15) }] },
      isOpen: [],
    },
    {
      when: 'a failed comment was edited: that asks again',
      ledger: settled(answered, c1, 'failed'),
      facts: { asked: [{ ...c1, text: 'Two', changedAt: at(15) }] },
      isOpen: [revised('comment-1', 'Two')],
    },
    {
      when: 'the event of an edit finds its comment not taken up',
      facts: { asked: [edit(c1, 'Two')], ofThisRun: edit(c1, 'Two').id },
      isOpen: ['comment-1'],
    },
    {
      when: 'the event of an edit finds its comment answered with the new text',
      ledger: settled(answered, { ...c1, text: 'Two' }, 'answered'),
      facts: { asked: [edit(c1, 'Two')], ofThisRun: edit(c1, 'Two').id },
      isOpen: [],
    },
    {
      when: 'the event of an edit finds an old reply that does not say which text it answers',
      facts: { asked: [edit(c1, 'Two')], replies: [reply('comment-1', { minute: 12 })] },
      isOpen: [edit(c1, 'Two').id],
    },
    {
      when: 'a list shows an edit, and the old reply does not say which text it answers',
      facts: { asked: [{ ...c1, text: 'Two', changedAt: at(15) }], replies: [reply('comment-1', { minute: 12 })] },
      isOpen: [],
    },
    {
      when: 'the reply says that it answers another text',
      facts: {
        asked: [{ ...c1, text: 'Two', changedAt: at(15) }],
        replies: [reply('comment-1', { textDigest: shortDigest(c1.text) })],
      },
      isOpen: [revised('comment-1', 'Two')],
    },
    {
      when: 'the notifier said that the run of an edit was cancelled',
      ledger: settled(answered, c1, 'answered'),
      facts: {
        asked: [{ ...c1, text: 'Two', changedAt: at(15) }],
        replies: [reply(revised('comment-1', 'Two'), { outcome: 'cancelled' })],
      },
      isOpen: [],
    },
    {
      when: 'the run of an edit that its comment was taken with is run again',
      ledger: settled(answered, { ...c1, text: 'Two' }, 'failed'),
      facts: { asked: [edit(c1, 'Two')], askedAgain: edit(c1, 'Two').id, ofThisRun: edit(c1, 'Two').id },
      isOpen: ['comment-1'],
    },
    {
      when: 'a label comes with the opening that is answered',
      ledger: answered,
      facts: { asked: [labelled(0.5)], ofThisRun: labelled(0.5).id },
      isOpen: [],
    },
    {
      when: 'a label comes, and nobody has taken up the opening',
      facts: { asked: [labelled(0.5)], ofThisRun: labelled(0.5).id },
      isOpen: ['issue-12'],
    },
    {
      when: 'a label is put on again long after',
      ledger: answered,
      facts: { asked: [labelled(300)], ofThisRun: labelled(300).id },
      isOpen: [labelled(300).id],
    },
    {
      when: 'a label that was put on again has its answer',
      ledger: settled(answered, labelled(300), 'answered'),
      facts: { asked: [labelled(300)], ofThisRun: labelled(300).id },
      isOpen: [],
    },
    {
      when: 'a review is seen again, of which the thread tells one text',
      facts: {
        asked: [{ ...aRequest('review-7', { minute: 3 }), text: 'Two' }],
        replies: [reply('review-7', { textDigest: shortDigest('One') })],
      },
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
      facts: { asked: [c1], replies: [reply('comment-1')] },
      isOpen: [],
    },
    {
      when: 'it failed for the ledger, was answered for the thread, and is asked again',
      ledger: settled(answered, c1, 'failed'),
      facts: { asked: [c1], askedAgain: 'comment-1', replies: [reply('comment-1')] },
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

  test('an edit is told to Codex, in the order of its time; what was not taken up yet has no news', () => {
    const facts = { replies: [], ofThisRun: edit(c1, 'Two').id, askedAgain: undefined };
    const [fresh] = openRequests(began, { ...facts, asked: [edit(c1, 'Two')] });
    expect(fresh).toEqual({ ...c1, createdAt: at(15), text: 'Two' });
    const [again] = openRequests(settled(began, c1, 'answered'), { ...facts, asked: [edit(c1, 'Two')] });
    expect(again).toEqual(edit(c1, 'Two'));
    const listed = { ...c1, text: 'Two', changedAt: at(25) };
    const [, seen] = openRequests(settled(began, c1, 'answered'), { ...facts, asked: [listed, c2] });
    expect(seen).toMatchObject({ createdAt: at(25), edited: { before: undefined } });
  });

  test('of two texts of one request the first counts', () => {
    const facts = { replies: [], ofThisRun: c1.id, askedAgain: undefined };
    const [request] = openRequests(began, { ...facts, asked: [c1, { ...c1, text: 'Edited meanwhile' }] });
    expect(request?.text).toBe(c1.text);
  });
});

describe('a comment on code, whose replies have ids of another row than the notices in the conversation', () => {
  const onCode = aRequest('review-comment-7', { minute: 5 });
  const cancelled = (minute: number, commentId: number) =>
    reply(onCode.id, { outcome: 'cancelled', minute, commentId });
  const postponed = (minute: number, commentId: number) =>
    reply(onCode.id, { outcome: 'postponed', minute, commentId });

  test.each([
    { when: 'it was promised after it was cancelled', replies: [cancelled(10, 50), postponed(12, 3)], then: 1 },
    { when: 'that run was cancelled too', replies: [cancelled(10, 5), postponed(12, 900), cancelled(15, 6)], then: 0 },
  ])('$when: as many are open as $then', ({ replies, then }) => {
    expect(open(began, { asked: [onCode], replies })).toHaveLength(then);
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
  const reply = (requestId: RequestId, outcome: Marker['outcome']) => ({ requestId, outcome });
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
      when: 'its other words have theirs, which another run gave',
      ledger: two,
      replies: [{ ...reply('comment-1', 'refused'), textDigest: '00000000' }],
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
    {
      when: 'it was cancelled, and nobody was told',
      ledger: settled(began, c1, 'cancelled'),
      replies: [],
      pending: ['comment-1'],
    },
    {
      when: 'it was cancelled, and the notifier told',
      ledger: settled(began, c1, 'cancelled'),
      replies: [{ requestId: 'comment-1', outcome: 'cancelled' }] as const,
      pending: [],
    },
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
        const facts = { replies: [], askedAgain: undefined, ofThisRun: 'comment-999' } as const;
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
