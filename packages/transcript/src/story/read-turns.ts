import type { PlanStep } from '../rollout/plan-told.ts';
import { readLines } from '../rollout/read-lines.ts';
import { decodeLine, isWanted, type RolloutRecord, type TimedRecord } from '../rollout/record.ts';
import type { Cleaner } from './clean-text.ts';
import { cutText, excerpt } from './excerpt.ts';
import { fileDiff } from './file-diff.ts';
import type { Step } from './step.ts';

/** What one call of the model cost. */
export interface ModelCall {
  /** ISO 8601, or empty. */
  readonly at: string;
  readonly input: number;
  /** The part of the input that was cached. */
  readonly cached: number;
  readonly output: number;
}

/** A turn as a rollout tells it. */
export interface ToldTurn {
  /** When it began and when it was last heard of, ISO 8601, or empty. */
  readonly began: string;
  readonly ended: string;
  readonly model: string | undefined;
  /** What Codex was told before the request; empty where that was all. */
  readonly before: string;
  /** The words of the person. */
  readonly prompt: string;
  /** How many pictures it was shown with it. */
  readonly pictures: number;
  readonly plan: readonly PlanStep[];
  readonly steps: readonly Step[];
  /** Steps in the middle that are left out. */
  readonly left: number;
  /** The last thing that it said. */
  readonly answer: string | undefined;
  readonly error: string | undefined;
  readonly interrupted: boolean;
  readonly calls: readonly ModelCall[];
}

const MOST_STEPS = 300;
/** From here on steps are left out: the beginning shows what was understood, the end how it came out. */
const KEPT_FIRST = 100;
const MOST_PLAN = 50;
const MOST_FILES = 40;
const LONGEST = {
  before: 20_000,
  prompt: 20_000,
  thought: 8_000,
  remark: 20_000,
  answer: 80_000,
  command: 4_000,
  word: 1_000,
};
const outputLines = { first: 30, last: 60, width: 600 };
const inputLines = { first: 20, last: 10, width: 600 };

type Draft = { -readonly [name in keyof ToldTurn]: ToldTurn[name] } & {
  steps: Step[];
  calls: ModelCall[];
  folder: string | undefined;
};

/** Reads the turns of a rollout, each bounded as it is read. */
export function readTurns(bytes: Buffer, clean: Cleaner): readonly ToldTurn[] {
  const turns: Draft[] = [];
  for (const { text } of readLines(bytes, isWanted)) {
    const told = decodeLine(text);
    if (!told) continue;
    const current = turns.at(-1);
    if (told.record.kind === 'began' || !current) turns.push(newTurn(told.at, current?.folder));
    const turn = turns.at(-1);
    if (turn) enter(turn, told, clean);
  }
  return turns;
}

function newTurn(began: string, folder: string | undefined): Draft {
  const texts = { model: undefined, before: '', prompt: '', pictures: 0, answer: undefined, error: undefined };
  return { began, ended: began, ...texts, plan: [], steps: [], left: 0, interrupted: false, calls: [], folder };
}

function enter(turn: Draft, { at, record }: TimedRecord, clean: Cleaner): void {
  turn.ended = at;
  const step = stepOf(record, turn, clean);
  if (step) add(turn, step);
  switch (record.kind) {
    case 'settings':
      turn.model = record.model === undefined ? undefined : cutText(record.model, LONGEST.word, clean);
      turn.folder = record.folder;
      break;
    case 'asked':
      turn.pictures = record.pictures;
      tellPrompt(turn, record.text, clean);
      break;
    case 'said':
      if (record.isFinal) tellAnswer(turn, cutText(record.text, LONGEST.answer, clean), clean);
      break;
    case 'planned':
      turn.plan = record.plan
        .slice(0, MOST_PLAN)
        .map(({ text, state }) => ({ text: cutText(text, LONGEST.word, clean), state }));
      break;
    case 'tokens':
      turn.calls.push({ at, input: record.input, cached: record.cached, output: record.output });
      break;
    case 'ended':
      turn.error = record.error === undefined ? undefined : cutText(saidBy(record.error), LONGEST.thought, clean);
      break;
    case 'interrupted':
      turn.interrupted = true;
      break;
    default:
      break;
  }
}

/** Stands between what the thread says and what was asked. */
export const BEFORE_REQUEST = 'The request:\n\n';

/** Each is cut by itself: a long issue would leave no room for what was asked last. */
function tellPrompt(turn: Draft, text: string, clean: Cleaner): void {
  const start = text.lastIndexOf(BEFORE_REQUEST);
  const [before, words] = start === -1 ? ['', text] : [text.slice(0, start), text.slice(start + BEFORE_REQUEST.length)];
  turn.before = cutText(before.trimEnd(), LONGEST.before, clean);
  turn.prompt = cutText(words, LONGEST.prompt, clean);
}

/** What was taken for the answer was a remark on the way, if more is said. */
function tellAnswer(turn: Draft, text: string, clean: Cleaner): void {
  if (turn.answer !== undefined) add(turn, { kind: 'remark', text: cutText(turn.answer, LONGEST.remark, clean) });
  turn.answer = text;
}

function add(turn: Draft, step: Step): void {
  turn.steps.push(step);
  if (turn.steps.length <= MOST_STEPS) return;
  turn.steps.splice(KEPT_FIRST, 1);
  turn.left += 1;
}

function stepOf(record: RolloutRecord, { folder }: Draft, clean: Cleaner): Step | undefined {
  switch (record.kind) {
    case 'thought':
      return record.text.trim() === ''
        ? undefined
        : { kind: 'thought', text: cutText(record.text, LONGEST.thought, clean) };
    case 'said':
      return record.isFinal ? undefined : { kind: 'remark', text: cutText(record.text, LONGEST.remark, clean) };
    case 'ran': {
      const { exitCode, seconds } = record;
      const output = excerpt(record.output, outputLines, clean);
      return { kind: 'command', command: cutText(record.command, LONGEST.command, clean), output, exitCode, seconds };
    }
    case 'changed': {
      const files = record.changes.slice(0, MOST_FILES).map((change) => fileDiff(change, folder, clean));
      return { kind: 'change', files, left: record.changes.length - files.length, applied: record.applied };
    }
    case 'searched':
      return { kind: 'search', query: cutText(record.query, LONGEST.word, clean) };
    case 'called':
      return {
        kind: 'tool',
        tool: cutText(record.tool, LONGEST.word, clean),
        input: excerpt(record.input, inputLines, clean),
        output: excerpt(record.output, outputLines, clean),
        succeeded: record.succeeded,
      };
    case 'compacted':
      return { kind: 'compaction' };
    case 'other':
      return { kind: 'unknown', type: cutText(record.type, LONGEST.word, clean) };
    default:
      return undefined;
  }
}

/** OpenAI's errors come as their whole body. */
function saidBy(error: string): string {
  return /^\{"error":\{"message":"((?:[^"\\]|\\.)*)"/.exec(error)?.[1]?.replaceAll(/\\(["\\/])/g, '$1') ?? error;
}
