import { describe, expect, test } from 'vitest';
import { aPolicy, fakeConversation, issue12 } from '../testing/index.ts';
import {
  isFinal,
  type Marker,
  readMarkers,
  readProgressMarker,
  readQueuedMarker,
  renderMarker,
  renderProgressMarker,
  renderQueuedMarker,
  settles,
} from './marker.ts';
import { ownMarkers } from './post-replies.ts';
import { withoutComments } from './without-comments.ts';

const marker: Marker = { requestId: 'comment-7', outcome: 'answered', run: '701.1' };

describe('a marker', () => {
  test.each<Marker>([
    marker,
    { requestId: 'issue-12', outcome: 'failed', run: '701.2', session: 'none' },
    { requestId: 'dispatch-700', outcome: 'postponed', run: '1.1' },
    { ...marker, from: 'issue-12' },
    { ...marker, from: 'pr-34', session: 'none' },
    { ...marker, requestId: 'review-comment-88.5f3a9c01', textDigest: '0123abcd' },
    { ...marker, by: 'renovate[bot]' },
    // An account from before GitHub's rules of today.
    { ...marker, by: '-Jerry-' },
  ])('is read as it was written: %j', (written) => {
    expect(readMarkers(`Text\n\n${renderMarker(written)}`)).toEqual([written]);
  });

  test('of the first release stays readable, because replies stay in their threads', () => {
    const body = 'Done\n\n<!-- codex-worker:reply request=comment-7 outcome=answered run=701.1 -->';
    expect(readMarkers(body)).toEqual([marker]);
  });

  test.each([
    'request=comment-7 outcome=answered run=701.1',
    '<!-- codex-worker:reply request=push-7 outcome=answered run=701.1 -->',
    '<!-- codex-worker:reply request=comment-7 outcome=done run=701.1 -->',
    '<!-- codex-worker:reply request=comment-7 outcome=answered run=701 -->',
    '&lt;!-- codex-worker:reply request=comment-7 outcome=answered run=701.1 -->',
  ])('is not %j', (body) => {
    expect(readMarkers(body)).toEqual([]);
  });
});

test('several markers stand at the end of one reply', () => {
  const second: Marker = { ...marker, requestId: 'comment-8' };
  expect(readMarkers(`Text\r\n\r\n${renderMarker(marker)}\r\n${renderMarker(second)}\r\n`)).toEqual([marker, second]);
});

test.each([
  { where: 'in a code block', text: `\`\`\`\n${renderMarker({ ...marker, requestId: 'comment-99' })}\n\`\`\`` },
  {
    where: 'on a line of its own above the text',
    text: `${renderMarker({ ...marker, requestId: 'comment-99' })}\nText`,
  },
  { where: 'within the last line', text: `Text ${renderMarker({ ...marker, requestId: 'comment-99' })}` },
])('a marker $where is only text', ({ text }) => {
  expect(readMarkers(`${text}\n\n${renderMarker(marker)}`)).toEqual([marker]);
  expect(readMarkers(text)).toEqual([]);
});

test('a comment that says how many runs are ahead is known by its last line, and settles nothing', () => {
  const queued = { requestId: 'comment-7', run: '701.1' } as const;
  const body = `Queued: 2 ahead.\n\n${renderQueuedMarker(queued)}`;
  expect(readQueuedMarker(body)).toEqual(queued);
  expect(readMarkers(body)).toEqual([]);
  expect(readQueuedMarker(`${body}\nMore`)).toBeUndefined();
  expect(readQueuedMarker(renderMarker(marker))).toBeUndefined();
});

test('a comment that shows how far a turn is is known by its last line, and settles nothing', () => {
  const progress = { thread: 'issue-12', run: '701.2' } as const;
  const body = `Codex is working.\n\n${renderProgressMarker(progress)}`;
  expect(readProgressMarker(body)).toEqual(progress);
  expect([readMarkers(body), readQueuedMarker(body)]).toEqual([[], undefined]);
  expect(readProgressMarker(`${body}\nMore`)).toBeUndefined();
  expect(readProgressMarker(renderMarker(marker))).toBeUndefined();
});

test.each(['', '<', '<<!--', '<!<!--', '<!<!----', '<!--<!--'])(
  'text that begins with %j carries no marker',
  (before) => {
    const forged = `${before}${renderMarker({ ...marker, requestId: 'comment-99' })}`;
    expect(readMarkers(withoutComments(forged))).toEqual([]);
  },
);

test('only our own comments count, whatever the case of our login', async () => {
  const conversation = fakeConversation();
  conversation.openThread(issue12, { title: 'Add up', body: '' });
  conversation.commentAs('mallory', issue12, renderMarker(marker));
  conversation.commentAs('github-actions', issue12, renderMarker(marker));
  conversation.commentAs('GitHub-Actions[bot]', issue12, renderMarker({ ...marker, requestId: 'comment-8' }));
  const markers = ownMarkers(conversation.transcript(issue12), aPolicy.ownLogin);
  expect(markers.map(({ marker: { requestId } }) => requestId)).toEqual(['comment-8']);
});

test.each([
  { outcome: 'answered', last: true, settled: true, settledWhenAskedAgain: true },
  { outcome: 'refused', last: true, settled: true, settledWhenAskedAgain: true },
  { outcome: 'cancelled', last: false, settled: true, settledWhenAskedAgain: false },
  { outcome: 'failed', last: false, settled: false, settledWhenAskedAgain: false },
  { outcome: 'postponed', last: false, settled: false, settledWhenAskedAgain: false },
] as const)(
  'a reply "$outcome" settles its request: $settled, and when it is asked again: $settledWhenAskedAgain',
  (row) => {
    const of = { ...marker, outcome: row.outcome };
    expect(isFinal(of)).toBe(row.last);
    expect(settles(of)).toBe(row.settled);
    expect(settles(of, 'comment-7')).toBe(row.settledWhenAskedAgain);
    expect(settles(of, 'comment-8')).toBe(row.settled);
  },
);
