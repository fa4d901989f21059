import { type CostEstimate, inDollars } from '../cost/estimate-cost.ts';
import { grouped } from '../cost/grouped.ts';
import type { ReviewFacts, TurnFacts } from '../outbox/outbox.ts';
import type { ChangedFile } from '../proposal/changed-files.ts';
import { fenced } from '../turn/fenced.ts';
import { shownCommands } from '../turn/shown-commands.ts';
import { duration } from './duration.ts';
import { withHiddenShown } from './hidden-characters.ts';
import { inCode } from './in-code.ts';
import { say } from './say.ts';

/** What is folded below a reply. */
export interface ReplyFacts {
  readonly turn?: TurnFacts | undefined;
  /** What became of files; the pages where that can be seen. */
  readonly files: readonly ChangedFile[];
  /** Whether they are where people find them. */
  readonly pushed: boolean;
  readonly review?: ReviewFacts | undefined;
  readonly links: readonly FactLink[];
}

export interface FactLink {
  readonly text: string;
  readonly url: string;
}

/** A reply has room for the names of a change by hand, not for those of a folder of modules. */
const MOST_FILES = 20;

/** The facts as one fold; where there are none, only the links, small. Names and commands come from the agent. */
export function renderFacts(facts: ReplyFacts, room = Number.POSITIVE_INFINITY): string {
  const { turn, files, review, links } = facts;
  const linked = links.map(({ text, url }) => `[${text}](${url})`).join(' · ');
  if (!turn && files.length === 0 && !review) return `<sub>${linked}</sub>`;
  const head = headLine(facts);
  const rest = [bulletList([...turnLines(turn), ...reviewLines(review), linked])];
  const above = [...fileLines(facts), ...commandLines(turn)];
  // Two lists without words between them would be one.
  const whole = above.length === 0 ? rest : [...above, say('facts.took'), ...rest];
  const fold = (parts: readonly string[]): string =>
    `<details><summary>${head}</summary>\n\n${parts.join('\n\n')}\n\n</details>`;
  const all = fold(whole);
  return all.length <= room ? all : fold(rest);
}

/** What is seen of the fold while it is closed. Nothing in it is from the agent. */
function headLine({ turn, files, review }: ReplyFacts): string {
  const added = sum(files.map(({ lines }) => lines?.added ?? 0));
  const removed = sum(files.map(({ lines }) => lines?.removed ?? 0));
  const failed = turn?.failedCommands?.count ?? 0;
  const tokens = (turn?.tokens ?? 0) + (review ? tokensOf(review) : 0);
  const costs = [turn?.cost, review?.cost].flatMap((cost) => cost ?? []);
  const isWhole =
    (turn === undefined || turn.cost !== undefined) && (review === undefined || review.cost !== undefined);
  return [
    ...plural(
      files.length,
      () => say('facts.filesChanged.one', { added, removed }),
      () => say('facts.filesChanged.other', { count: files.length, added, removed }),
    ),
    ...plural(
      failed,
      () => say('facts.commandsFailed.one'),
      () => say('facts.commandsFailed.other', { count: failed }),
    ),
    ...(tokens > 0 ? [say('facts.tokens', { tokens: grouped(tokens) })] : []),
    ...(costs.length > 0 && isWhole
      ? [say('facts.cost', { cost: inDollars(sum(costs.map(({ dollars }) => dollars))) })]
      : []),
    ...(turn ? [duration(turn.seconds)] : []),
  ].join(' · ');
}

function fileLines({ files, pushed }: ReplyFacts): readonly string[] {
  if (files.length === 0) return [];
  const left = files.length - MOST_FILES;
  const lines = [
    ...files.slice(0, MOST_FILES).map(fileLine),
    ...plural(
      left,
      () => say('facts.moreFiles.one'),
      () => say('facts.moreFiles.other', { count: left }),
    ),
  ];
  return [pushed ? say('facts.changed') : say('facts.notPushed'), bulletList(lines)];
}

function fileLine({ path, kind, from, lines }: ChangedFile): string {
  const notes = [
    ...(kind === 'added' ? [say('facts.added')] : []),
    ...(kind === 'deleted' ? [say('facts.deleted')] : []),
    ...(from === undefined ? [] : [say('facts.renamed', { path: inCode(from) })]),
    ...(lines ? [] : [say('facts.binary')]),
  ];
  const counts = [...sign('+', lines?.added), ...sign('−', lines?.removed)].join('');
  return `${inCode(path)}${counts}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

const sign = (mark: string, count = 0): readonly string[] => (count > 0 ? [` ${mark}${count}`] : []);

function commandLines(turn: TurnFacts | undefined): readonly string[] {
  if (!turn?.failedCommands) return [];
  const { count, last } = shownCommands(turn.failedCommands);
  const blocks = last.map(({ command, exitCode, output }) => {
    const lines = [`$ ${command}`, ...(output === '' ? [] : [output]), say('facts.exitCode', { code: exitCode })];
    return fenced(withHiddenShown(lines.join('\n')));
  });
  const title = count > last.length ? say('facts.lastCommands', { shown: last.length, count }) : say('facts.commands');
  return [title, ...blocks];
}

function turnLines(turn: TurnFacts | undefined): readonly string[] {
  if (!turn) return [];
  const { usage, model, effort, codexVersion, seconds } = turn;
  return [
    ...(usage ? [tokenCounts(usage), ...costLine(turn)] : []),
    ...(model === undefined ? [] : [say('facts.model', { model: inCode(model) })]),
    ...(effort === undefined ? [] : [say('facts.effort', { effort: inCode(effort) })]),
    ...(codexVersion === undefined ? [] : [say('facts.codex', { version: inCode(codexVersion) })]),
    say('facts.time', { time: duration(seconds) }),
  ];
}

const tokenCounts = ({ input, cachedInput, output, reasoning }: NonNullable<TurnFacts['usage']>): string =>
  say('facts.tokenCounts', {
    input: grouped(input),
    cached: grouped(cachedInput),
    output: grouped(output),
    reasoning: grouped(reasoning),
  });

function costLine({ cost, model }: TurnFacts): readonly string[] {
  if (cost) return [estimate(cost)];
  return model === undefined ? [] : [say('facts.noPrice', { model: inCode(model) })];
}

function estimate({ dollars, pricesOf }: CostEstimate): string {
  const cost = inDollars(dollars);
  return pricesOf === undefined ? say('facts.ownEstimate', { cost }) : say('facts.estimate', { cost, day: pricesOf });
}

function reviewLines(review: ReviewFacts | undefined): readonly string[] {
  if (!review) return [];
  const tokens = grouped(tokensOf(review));
  return [
    review.cost
      ? say('facts.reviewCost', { tokens, cost: inDollars(review.cost.dollars) })
      : say('facts.review', { tokens }),
  ];
}

const tokensOf = ({ usage }: ReviewFacts): number => usage.input + usage.output;

const bulletList = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function plural(count: number, one: () => string, other: () => string): readonly string[] {
  if (count <= 0) return [];
  return [count === 1 ? one() : other()];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
