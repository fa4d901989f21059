import { expect, test } from 'vitest';
import { enterTurn, newLedger, settle } from '../ledger/ledger.ts';
import { aRequest } from '../testing/index.ts';
import { renderGantt } from './gantt.ts';
import { callsByJob, joinTimelines, noTimeline, readTimeline, type Span, type Timeline } from './timeline.ts';
import { turnSpans } from './turn-spans.ts';

const began = Date.UTC(2026, 2, 1, 10);
const span = (stage: Span['stage'], from: number, to: number, more: Partial<Span> = {}): Span => ({
  stage,
  from: began + from,
  to: began + to,
  ...more,
});

const whole: Timeline = {
  spans: [
    span('route', 0, 1200, { calls: 4 }),
    span('restore', 9000, 9600, { calls: 5 }),
    span('run', 9700, 77_000, { calls: 1 }),
    span('install', 9900, 12_400),
    span('turn', 9800, 54_400, { request: 'comment-7' }),
    span('turn', 54_400, 76_000, { request: 'comment-8', bad: true }),
    span('persist', 77_100, 77_400),
    span('propose', 83_000, 83_900, { calls: 5 }),
    span('reply', 84_000, 84_400, { calls: 3 }),
  ],
  rate: { left: 986, of: 1000 },
};

test('a run is drawn job by job, with what it waited for', () => {
  expect(renderGantt(whole)).toMatchSnapshot();
});

test('what a job told is read by the next as it was', () => {
  expect(readTimeline(JSON.stringify(whole))).toEqual(whole);
});

test.each([
  { what: 'nothing', told: '' },
  { what: 'no JSON', told: '{' },
  { what: 'another document', told: '[]' },
  {
    what: 'a stage that there is none of',
    told: { spans: [{ ...span('route', 0, 1), stage: 'x\n    click a href "https://evil.example"' }] },
  },
  { what: 'a request that is no id', told: { spans: [{ ...span('turn', 0, 1), request: 'comment-7\nsection x' }] } },
  { what: 'an end before its begin', told: { spans: [span('route', 5, 1)] } },
  { what: 'a time that is none', told: { spans: [{ ...span('route', 0, 1), to: 1e300 }] } },
  { what: 'more parts than a run has', told: { spans: Array.from({ length: 401 }, () => span('turn', 0, 1)) } },
])('$what is a timeline of which nothing is known', ({ told }) => {
  expect(readTimeline(told)).toEqual(noTimeline);
});

test('a later word on the limit goes before', () => {
  const later = { spans: [], rate: { left: 9, of: 1000 } };
  expect(joinTimelines(whole, later).rate).toEqual({ left: 9, of: 1000 });
  expect(joinTimelines(whole, noTimeline).rate).toEqual({ left: 986, of: 1000 });
});

test('calls are counted for each job', () => {
  expect([...callsByJob(whole)]).toEqual([
    ['route', 4],
    ['agent', 6],
    ['publish', 8],
  ]);
});

test('a run of many turns has a picture that ends', () => {
  const many = { spans: Array.from({ length: 300 }, (_, index) => span('turn', index * 10, index * 10 + 9)) };
  const chart = renderGantt(many);
  expect(chart.split('\n').filter((line) => line.includes(':active,'))).toHaveLength(40);
  expect(chart).toContain('260 more parts are not drawn.');
});

test('the turns of a run are those that its ledger did not have before', () => {
  const turn = {
    sandbox: 'workspace-write',
    codexVersion: '0.169.0',
    startedAt: '2026-03-01T10:00:00.000Z',
    endedAt: '2026-03-01T10:00:42.000Z',
  } as const;
  const before = enterTurn(newLedger('issue-12', turn.startedAt, 'workspace-write'), { ...turn, outcome: 'answered' });
  const failed = { state: 'failed', outboxRun: 500, turn: { ...turn, outcome: 'failed' } } as const;
  const after = settle(before, aRequest('comment-7'), failed);
  expect(turnSpans(after, 1)).toEqual([span('turn', 0, 42_000, { bad: true, request: 'comment-7' })]);
});
