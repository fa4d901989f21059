import { type CostEstimate, inDollars } from '../cost/estimate-cost.ts';
import { grouped } from '../cost/grouped.ts';
import { catalogue, type FailureCode } from '../failure/catalogue.ts';
import { type OutboxReply, requestsOfReply } from '../outbox/outbox.ts';
import type { ProposeEnd } from '../proposal/propose-end.ts';
import type { RequestId } from '../request/request.ts';
import type { ThreadKey } from '../thread/thread.ts';
import { renderGantt } from '../timeline/gantt.ts';
import { callsByJob, type Timeline } from '../timeline/timeline.ts';
import { addressOf } from '../turn/reply-to.ts';
import { cutText } from './cut-text.ts';
import { defuse, withEndsClosed } from './defuse.ts';
import { hostOf, type LinkMode } from './defuse-rules.ts';
import { duration } from './duration.ts';
import { withoutHidden } from './hidden-characters.ts';
import type { PostedReply } from './post-replies.ts';
import { say } from './say.ts';

/** A table that is longer is read by nobody. */
const MOST_TURNS = 50;
const LONGEST_CELL = 60;
const NO_FACT = '–';
const LONGEST_FAILURE = 4000;

/** An end that nobody wanted. Without a code, it is an error that nobody expected. */
export interface Stopped {
  readonly code?: FailureCode;
  readonly what: string;
  readonly fix: string;
}

/** What a run did for one request, or for several at once. */
export interface TurnRow {
  readonly requests: readonly RequestId[];
  readonly who?: string | undefined;
  readonly outcome: OutboxReply['outcome'];
  readonly failure?: FailureCode | undefined;
  readonly model?: string | undefined;
  readonly effort?: string | undefined;
  readonly tokens?: number | undefined;
  /** An estimate. */
  readonly cost?: CostEstimate | undefined;
  readonly seconds?: number | undefined;
  /** Of the reply, once it is posted. */
  readonly url?: string | undefined;
}

/** The rows of the replies of a run, with where they stand. */
export function turnRows(replies: readonly OutboxReply[], posted: readonly PostedReply[]): readonly TurnRow[] {
  return replies.map((reply) => {
    const { author, asker, outcome, failure, turn, requestId } = reply;
    const url = posted.find((one) => one.requestId === requestId)?.url;
    return { ...turn, requests: requestsOfReply(reply), who: asker ?? author, outcome, failure, url };
  });
}

/** What the page of a run is to tell. */
export interface RunSummary {
  /** Of the run, which tells whose GitHub it is. */
  readonly url: string;
  /** The page of the thread. */
  readonly page?: string;
  /** The page of the thread's transcript. */
  readonly transcript?: string | undefined;
  readonly timeline: Timeline;
  readonly thread?: ThreadKey;
  /** Absent: nothing was open. */
  readonly turns?: readonly TurnRow[];
  readonly end?: ProposeEnd;
  readonly failure?: Stopped | undefined;
  /** Where each code is explained; the code is added to it. */
  readonly help?: string | undefined;
}

/** The page of a run: how it ended, what its turns came to, when what was done, and the next step where there is one. */
export function renderRunSummary(summary: RunSummary): string {
  const { failure, turns, timeline } = summary;
  const parts = [
    `### ${heading(summary)}`,
    ...(failure ? [renderFailure(summary, failure)] : renderNext(summary)),
    turns ? renderTurns(summary, turns) : failure ? '' : say('page.nothingOpen'),
    renderChange(summary),
    timeline.spans.length === 0 ? '' : renderGantt(timeline),
    renderCalls(timeline),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What stopped a step that draws no picture. */
export function renderStopped(summary: Pick<RunSummary, 'url' | 'help'>, failure: Stopped): string {
  return `### ${stoppedBy(failure)}\n\n${renderFailure(summary, failure)}`;
}

const stoppedBy = ({ code }: Stopped): string =>
  code === undefined ? say('page.stopped') : say('page.stoppedBy', { code });

function heading({ failure, turns, thread, page, transcript }: RunSummary): string {
  const what = failure ? stoppedBy(failure) : turns ? say(`page.${outcomeOf(turns)}`) : say('page.nothing');
  if (thread === undefined) return what;
  const read = transcript === undefined ? '' : ` · [${say('facts.transcriptLink')}](${transcript})`;
  return `${what} · ${page === undefined ? thread : `[${thread}](${page})`}${read}`;
}

/** The worst of them: a run is as good as its weakest answer. */
function outcomeOf(turns: readonly TurnRow[]): TurnRow['outcome'] {
  const order = ['failed', 'cancelled', 'refused'] as const;
  return order.find((outcome) => turns.some((turn) => turn.outcome === outcome)) ?? 'answered';
}

function renderFailure({ url, help }: Pick<RunSummary, 'url' | 'help'>, { code, what, fix }: Stopped): string {
  const isKnown = code !== undefined && help !== undefined;
  return [
    harmless(what, url, 'plain'),
    // It may name a page to look at.
    say('page.nextStep', { step: harmless(fix, url, 'all') }),
    ...(isKnown ? [say('page.moreOn', { code, url: `${help}#${code}` })] : []),
  ].join('\n\n');
}

/** What a person can do about the first turn that gave no answer. */
function renderNext({ turns = [], help }: RunSummary): readonly string[] {
  const outcome = outcomeOf(turns);
  if (outcome === 'answered') return [];
  const known = turns.find((turn) => turn.outcome === outcome)?.failure;
  if (known === undefined || !Object.hasOwn(catalogue, known)) {
    return [
      say('page.nextStep', { step: outcome === 'cancelled' ? say('page.cancelledNext') : say('page.refusedNext') }),
    ];
  }
  const more = help === undefined ? '' : ` ${say('page.moreOn', { code: known, url: `${help}#${known}` })}`;
  return [say('page.nextStep', { step: `${say(`failure.${known}.fix`)}${more}` })];
}

/** Texts of failures may hold what somebody wrote: it does nothing here, and ends where it ends. */
function harmless(text: string, url: string, links: LinkMode): string {
  return withEndsClosed(defuse(cutText(text, LONGEST_FAILURE), { people: [], links, host: hostOf(url) })).trim();
}

function renderTurns({ page }: RunSummary, turns: readonly TurnRow[]): string {
  if (turns.length === 0) return '';
  const head = columns();
  const rows = turns.slice(0, MOST_TURNS).map((turn, index) => turnCells(turn, page, index + 1));
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const more = turns.length - MOST_TURNS;
  return more > 0
    ? `${table}\n\n${more === 1 ? say('page.moreReplies.one') : say('page.moreReplies.other', { count: grouped(more) })}`
    : table;
}

function turnCells(row: TurnRow, page: string | undefined, number: number): readonly string[] {
  const { requests, who, outcome, failure, model, effort, tokens, cost, seconds, url } = row;
  const [first, ...others] = requests;
  const asked = first === undefined ? NO_FACT : requestLink(first, page);
  const word = (text: string | undefined): string => (text === undefined ? NO_FACT : code(text));
  return [
    `${number}`,
    others.length === 0 ? asked : say('page.moreAsked', { request: asked, count: others.length }),
    word(who),
    failure === undefined ? say(`page.outcome.${outcome}`) : `${say(`page.outcome.${outcome}`)}: ${code(failure)}`,
    word(model),
    word(effort),
    tokens === undefined ? NO_FACT : tokensOf(tokens, cost),
    seconds === undefined ? NO_FACT : duration(seconds),
    url === undefined ? NO_FACT : `[${say('page.reply')}](${url})`,
  ];
}

const columns = (): readonly string[] => [
  '#',
  say('page.request'),
  say('page.who'),
  say('page.outcome'),
  say('page.model'),
  say('page.effort'),
  say('page.tokens'),
  say('page.time'),
  say('page.reply'),
];

const tokensOf = (tokens: number, cost: CostEstimate | undefined): string =>
  cost === undefined
    ? grouped(tokens)
    : say('page.tokensAndCost', { tokens: grouped(tokens), cost: inDollars(cost.dollars) });

const requestLink = (id: RequestId, page: string | undefined): string =>
  page === undefined || id.startsWith('dispatch-') ? id : `[${id}](${addressOf(id, page)})`;

/** A word of somebody else's as code, which neither ends the cell nor the code. */
const code = (text: string): string =>
  `\`${cutText(withoutHidden(text).replaceAll('`', "'").replaceAll('|', '¦').replace(/\s+/g, ' ').trim(), LONGEST_CELL) || '?'}\``;

/** What became of the change. */
function renderChange({ end }: RunSummary): string {
  switch (end?.kind) {
    case undefined:
    case 'none':
      return '';
    case 'opened':
      return say('page.opened', { link: `[#${end.pullRequest}](${end.url})`, branch: code(end.branch) });
    case 'updated':
      return say('page.updated', { link: `[#${end.pullRequest}](${end.url})`, branch: code(end.branch) });
    case 'pushed':
      return say('page.pushed', { branch: code(end.branch) });
    case 'not-permitted':
      return say('page.notOpened', { branch: code(end.branch) });
    case 'applied':
      return say('page.applied', { branch: code(end.branch) });
    case 'not-applied':
      return say('page.notApplied');
    case 'conflicts':
    case 'held':
    case 'refused':
      return say('page.notLanded', { branch: code(end.branch) });
  }
}

function renderCalls(timeline: Timeline): string {
  const byJob = callsByJob(timeline);
  const all = [...byJob.values()].reduce((sum, count) => sum + count, 0);
  if (all === 0) return '';
  const jobs = [...byJob].map(([job, count]) => `${job} ${grouped(count)}`).join(', ');
  const { rate } = timeline;
  const left = rate ? ` ${say('page.callsLeft', { left: grouped(rate.left), of: grouped(rate.of) })}` : '';
  return `${all === 1 ? say('page.calls.one', { jobs }) : say('page.calls.other', { count: grouped(all), jobs })}${left}`;
}
