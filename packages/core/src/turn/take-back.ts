import { type Ledger, withoutSession } from '../ledger/ledger.ts';
import { texts } from '../reply/texts.ts';
import type { Request } from '../request/request.ts';
import type { Drained } from './drained.ts';
import type { Progress, Run } from './progress.ts';
import { type TakenBackFiles, takeBackFiles } from './take-back-files.ts';
import { lastTurn, requestsOfTurn } from './taken-turns.ts';

/** Takes back the last turn, with all that its change was put together with: first the files, then what Codex remembers. */
export async function takeBack(
  run: Run,
  progress: Progress,
  request: Request,
): Promise<{ readonly progress: Progress; readonly text: string }> {
  const { ledger } = progress.drained;
  const { transcripts, tree } = run.ports;
  const last = await lastTurn(ledger, transcripts);
  if (last === undefined) return { progress, text: texts.nothingToTakeBack };
  if (!isCuttable(ledger, last)) return { progress, text: texts.takeBackTooOld };
  const files = await takeBackFiles(run, progress, last);
  if (files.kind === 'conflicts') return { progress, text: texts.takeBackConflicts(files.detail) };
  const memory = memoryBefore(ledger, files.turns);
  if (memory.kind === 'cut') await transcripts.cut(memory.sessionId, memory.bytes);
  const { base } = run.state.workspace;
  const checkpoint = { turn: ledger.turns.length, patch: await tree.changesSince(base) };
  const drained = without(progress.drained, files, memory.kind === 'forgotten');
  const commits = files.commits;
  return {
    text: texts.takenBack({ turns: files.turns.length, commits, memory: memory.kind, left: files.left ?? false }),
    // What reverts a commit becomes one of its own, which the request names.
    progress: { ...progress, checkpoint, drained: commits.length === 0 ? drained : naming(drained, request) },
  };
}

/** A release that did not write down how long the transcript was leaves nothing to cut it to. */
const isCuttable = ({ turns, settings }: Ledger, index: number): boolean =>
  turns[index]?.sessionId !== settings.sessionId || turns[index]?.rollout !== undefined;

type Memory =
  | { readonly kind: 'cut'; readonly sessionId: string; readonly bytes: number }
  /** The session began with what was taken back. */
  | { readonly kind: 'forgotten' }
  /** A session that the thread has left before. */
  | { readonly kind: 'left' };

/** What Codex remembered before the first of the turns. */
function memoryBefore({ turns, settings: { sessionId } }: Ledger, undone: readonly number[]): Memory {
  const first = undone.find((index) => turns[index]?.sessionId === sessionId);
  const bytes = first === undefined ? undefined : turns[first]?.rollout?.bytes;
  if (sessionId === undefined || bytes === undefined) return { kind: 'left' };
  return bytes === 0 ? { kind: 'forgotten' } : { kind: 'cut', sessionId, bytes };
}

function without(drained: Drained, { turns, commits, carried }: TakenBackFiles, forgets: boolean): Drained {
  const gone = new Set(turns.flatMap((index) => requestsOfTurn(drained.ledger, index)));
  const ledger: Ledger = {
    ...drained.ledger,
    turns: drained.ledger.turns.map((turn, index) => (turns.includes(index) ? { ...turn, undone: true } : turn)),
  };
  return {
    ...drained,
    ledger: forgets ? withoutSession(ledger) : ledger,
    answered: drained.answered.filter(({ id }) => !gone.has(id)),
    takenBack: {
      commits: [...drained.takenBack.commits, ...commits],
      carried: drained.takenBack.carried || carried,
    },
  };
}

const naming = (drained: Drained, request: Request): Drained => ({
  ...drained,
  answered: [...drained.answered, { ...request, text: texts.takeBackSubject }],
});
