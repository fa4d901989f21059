import { duration } from '../reply/duration.ts';
import { renderProgressMarker } from '../reply/marker.ts';
import { type RunLink, runName } from '../reply/render-reply.ts';
import { texts } from '../reply/texts.ts';
import type { RequestId } from '../request/request.ts';
import type { ThreadKey } from '../thread/thread.ts';
import { addressOf } from '../turn/reply-to.ts';
import { type Activity, kept } from './activity.ts';

/** Where a progress comment stands, and how much it may tell. */
export interface ProgressPlace {
  readonly thread: ThreadKey;
  /** Address of the issue or pull request. */
  readonly page: string;
  readonly run: RunLink;
  /** Only how much was done, and no word of Codex: a stranger's files may have put them into its mouth. */
  readonly isQuiet: boolean;
}

/** A turn as it is told of. */
export interface TurnShown {
  readonly requests: readonly RequestId[];
  readonly activity: Activity;
  readonly startedAt: Date;
  readonly now: Date;
  /** Tokens up to now, as far as anybody tells. */
  readonly tokens: number | undefined;
  /** `last`: it goes on, and this is the last word on it. */
  readonly state: 'goes-on' | 'last' | 'done';
}

/** A progress comment, whole: what Codex does now, its plan, what it has done, and the line that tells it from a reply. */
export function renderProgress(turn: TurnShown, place: ProgressPlace): string {
  const { activity, startedAt, now, tokens, state } = turn;
  const time = duration((now.getTime() - startedAt.getTime()) / 1000);
  const at = `${now.toISOString().slice(11, 19)} UTC`;
  const foot = texts.workFoot({ tokens, url: place.run.url, at, isLast: state === 'last' });
  const parts = [
    state === 'done' ? texts.workDone(time) : renderHead(turn, place, time),
    ...(place.isQuiet
      ? [quietly(activity)]
      : [...(state === 'done' ? [] : doing(activity)), plan(activity), done(activity)]),
    `<sub>${foot}</sub>`,
    renderProgressMarker({ thread: place.thread, run: runName(place.run) }),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderHead({ requests }: TurnShown, { page }: ProgressPlace, time: string): string {
  const [first] = requests;
  const url = first === undefined || first.startsWith('dispatch-') ? undefined : addressOf(first, page);
  return texts.working({ url, requests: requests.length, time });
}

function doing({ said, running, tool }: Activity): readonly string[] {
  return [
    said === undefined ? '' : texts.workSaid(said),
    ...running.map(texts.workRuns),
    tool === undefined ? '' : texts.workUses(tool),
  ];
}

function plan({ plan: steps }: Activity): string {
  const firstOpen = steps.findIndex(({ done: isDone }) => !isDone);
  // Of a long plan, what is done last and what comes next.
  const start = Math.max(0, Math.min((firstOpen < 0 ? steps.length : firstOpen) - 2, steps.length - kept.steps));
  const shown = steps.slice(start, start + kept.steps).map(({ text, done: isDone }) => texts.workStep(text, isDone));
  const after = steps.length - start - shown.length;
  return [
    ...(start > 0 ? [texts.workEarlier(start)] : []),
    ...shown,
    ...(after > 0 ? [texts.workMoreSteps(after)] : []),
  ].join('\n');
}

function done({ ended, endedCount, failedCount, files, fileCount }: Activity): string {
  if (endedCount === 0 && fileCount === 0) return '';
  const counts = texts.workCounts({ commands: endedCount, failed: failedCount, files: fileCount });
  const earlier = endedCount - ended.length;
  const commands = [
    ...(earlier > 0 ? [texts.workEarlier(earlier)] : []),
    ...ended.map(({ command, exitCode }) => texts.workEnded(command, exitCode)),
  ].join('\n');
  const shown = files.slice(0, kept.files);
  const changed = shown.length === 0 ? '' : texts.workChanged(shown, fileCount - shown.length);
  const parts = [`<details><summary>${counts}</summary>`, commands, changed, '</details>'];
  return parts.filter((part) => part !== '').join('\n\n');
}

const quietly = ({ endedCount, failedCount, fileCount }: Activity): string =>
  endedCount === 0 && fileCount === 0
    ? ''
    : `${texts.workCounts({ commands: endedCount, failed: failedCount, files: fileCount })}.`;
