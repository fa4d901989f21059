import { inOneLine, renderRouted } from '../reply/render-routed.ts';
import { type RunSummary, renderRunSummary, renderStopped, type TurnRow } from '../reply/render-summary.ts';
import { pageTexts } from '../reply/summary-texts.ts';
import { type Span, type Stage, stages, type Timeline } from '../timeline/timeline.ts';
import { aRun } from './examples.ts';
import { endSamples } from './samples.ts';

const began = Date.UTC(2026, 2, 1, 10);
const repository = 'https://github.com/octo-org/demo';
const help = 'https://github.com/octo-org/codex-worker/blob/v1/docs/troubleshooting.md';

/** A run that went through everything, with waits between its jobs. */
const whole: Timeline = {
  spans: [...stages.filter((stage) => stage !== 'run')].map((stage, index): Span => {
    const from = began + index * 10_000;
    const calls = { route: 4, reply: 3 }[stage as string];
    return { stage, from, to: from + 6000, ...(calls === undefined ? {} : { calls }) };
  }),
  rate: { left: 986, of: 1000 },
};

const spanOf = (stage: Stage, index: number, more: Partial<Span> = {}): Span => ({
  stage,
  from: began + index * 1000,
  to: began + index * 1000 + 900,
  ...more,
});

const turn: TurnRow = {
  requests: ['comment-7', 'comment-8'],
  who: 'alice',
  outcome: 'answered',
  model: 'gpt-5.5',
  effort: 'high',
  tokens: 12_345,
  cost: { dollars: 0.11, pricesOf: '2026-11-01' },
  seconds: 42,
  url: `${repository}/issues/12#issuecomment-9`,
};

const about: RunSummary = {
  url: aRun.url,
  page: `${repository}/issues/12`,
  thread: 'issue-12',
  timeline: { spans: [] },
  help,
};

const page = (more: Partial<RunSummary>): string => renderRunSummary({ ...about, ...more });
const many = (count: number) => Array.from({ length: count }, (_, index) => spanOf('turn', index));

/** Everything that the page of a run may say, by what it is about. */
export const pageSamples = (): readonly (readonly [title: string, page: string])[] => [
  ['a run that went through everything', page({ timeline: whole, turns: [turn] })],
  ...endSamples.map((end) => [`a change: ${end.kind}`, page({ turns: [turn], end })] as const),
  ['a turn that failed', page({ turns: [{ ...turn, outcome: 'failed', failure: 'quota', url: undefined }] })],
  ['a refusal', page({ turns: [{ requests: ['comment-7'], who: 'alice', outcome: 'refused' }] })],
  ['a turn that was cancelled', page({ turns: [{ requests: ['comment-7'], who: 'alice', outcome: 'cancelled' }] })],
  ['more replies than a table holds', page({ turns: Array.from({ length: 51 }, () => turn) })],
  ['many more', page({ turns: Array.from({ length: 60 }, () => turn) })],
  ['nothing was open', page({})],
  [
    'a step that failed as it drew',
    page({ failure: { code: 'quota', what: 'The quota is used up.', fix: 'Check it.' } }),
  ],
  ['a prompt without a thread', page({ timeline: { spans: [spanOf('run', 0, { calls: 1 })] }, turns: [] })],
  ['more parts than a picture holds', page({ timeline: { spans: many(41) } })],
  ['many more parts', page({ timeline: { spans: [...many(50), spanOf('reply', 60, { calls: 9 })] } })],
  ['a turn for a request', page({ timeline: { spans: [spanOf('turn', 0, { request: 'comment-7', bad: true })] } })],
  ['a step that stopped', renderStopped(about, { code: 'quota', what: 'The quota is used up.', fix: 'Check it.' })],
  [
    'an error that nobody expected',
    renderStopped(about, { what: pageTexts.bug('x is undefined'), fix: pageTexts.bugNext(undefined) }),
  ],
  [
    'the same, where its place is known',
    renderStopped(about, { what: pageTexts.bug('x'), fix: pageTexts.bugNext(`${repository}/issues/new`) }),
  ],
  ...routed.map((decision) => [`the router: ${decision.kind}`, renderRouted(decision, repository)] as const),
  ['the queue', pageTexts.queue(inOneLine('comment-7 of issue-12 is next; 2 in the queue', repository))],
  ['files that are none', pageTexts.setAside()],
  ['requests that left the queue', pageTexts.removed(2, 0)],
  ['one that stayed in it', pageTexts.removed(0, 1)],
  ['a sweep that found nothing', pageTexts.sweep({ threads: [], left: 0 })],
  ['a sweep', pageTexts.sweep({ threads: [{ thread: 'issue-12', request: 'comment-7', start: 'continue' }], left: 3 })],
  ['artifacts that went', `${pageTexts.pruned(1, 2)}\n\n${pageTexts.pruned(3, 4)}`],
  ['the notifier', `${pageTexts.told(`${repository}/issues/12#issuecomment-9`)}\n\n${pageTexts.told(undefined)}`],
];

const placed = { thread: { kind: 'issue', number: 12 }, requestId: 'comment-7', reason: 'alice may ask' } as const;
const goesOn = { asker: 'alice', start: 'new', ref: '', sha: '', base: '', fork: false } as const;

const routed = [
  { kind: 'ignore', reason: 'mallory has read permission, and write is needed' },
  { ...placed, kind: 'refuse', code: 'thread-locked', reason: '#12 is locked' },
  { ...placed, kind: 'command', asker: 'alice' },
  { ...placed, ...goesOn, kind: 'run' },
  { ...placed, ...goesOn, kind: 'enqueue' },
] as const;
