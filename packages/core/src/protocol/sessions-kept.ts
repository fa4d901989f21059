import { parseCommand } from '../command/parse-command.ts';
import type { Token } from './asked.ts';
import type { Play } from './play.ts';
import type { TurnTaken } from './scripted-codex.ts';
import { isWritten } from './session-log.ts';
import { type SessionTold, sessionTold } from './session-told.ts';

/** What is wrong with what turns knew when they began. */
export function sessionsKept(all: Play): readonly string[] {
  return all.turns.flatMap((turn, index) => [
    ...hasItsTranscript(turn, index),
    ...(lostSight(all) ? [] : knowsWhatStands(all, turn, index)),
    ...(isWhole(all) ? knowsTheSession(all, turn, index) : []),
  ]);
}

const hasItsTranscript = ({ resumes, hadTranscript, tokens }: TurnTaken, index: number): readonly string[] =>
  resumes !== undefined && !hadTranscript
    ? [`turn ${index} (${tokens.join(', ')}) resumed a session without its transcript`]
    : [];

/**
 * Nothing tells that there was a session where its artifact was taken away within the seconds in which GitHub's lists do
 * not show the last answer either, or where the opening then comes a second time, in a first attempt: GitHub
 * starts one run for it.
 */
const lostSight = ({ tampered, late, runs }: Play): boolean =>
  tampered && (late || runs.filter(({ request }) => request.id === 'issue-12').length > 1);

/** A turn resumes the session that holds every answer that stands in its thread, but what people gave up on purpose. */
function knowsWhatStands(all: Play, turn: TurnTaken, index: number): readonly string[] {
  // Of two runs at once, the log does not tell whose last turn was taken back, nor whose session was left.
  if (all.overlapped && all.log.some(({ kind }) => kind === 'undo' || kind === 'reset')) return [];
  const { gone } = toldBefore(all, turn);
  // Whoever asks for a new session in a thread that has lost its own gets one, with all that waits and comes there.
  if (all.tampered && all.turns.slice(0, index + 1).some(isOfReset)) return [];
  const stands = turn.visible.filter((one) => !gone.has(one)).flatMap((one) => all.turns[one]?.tokens ?? []);
  return unknown(turn, index, stands);
}

/** Where nothing was taken away and each run was alone, what was written down tells the session to the word. */
const isWhole = ({ tampered, late, overlapped }: Play): boolean => !tampered && !late && !overlapped;

function knowsTheSession(all: Play, turn: TurnTaken, index: number): readonly string[] {
  const told = toldBefore(all, turn);
  const holds = told.turns.flatMap((one) => all.turns[one]?.tokens ?? []);
  const unwritten = all.turns.filter((_, one) => !isWritten(all, one)).flatMap(({ tokens }) => tokens);
  // A turn whose process was killed is in no ledger, and what Codex had written of it by then stays in its session.
  const mayStay = new Set([...holds, ...unwritten]);
  const left = [...told.gone].flatMap((one) => all.turns[one]?.tokens ?? []).filter((token) => !mayStay.has(token));
  const remembers = left.filter((token) => turn.knows.has(token));
  const model = told.model ?? 'that of the workflow';
  const used = turn.model ?? 'that of the workflow';
  return [
    ...unknown(turn, index, holds),
    ...(remembers.length > 0 ? [`turn ${index} still knew of ${remembers.join(', ')}, which was given up`] : []),
    ...(model === used ? [] : [`turn ${index} had the model ${used}, not ${model}`]),
    ...hasItsSandbox(all, turn, index),
  ];
}

function toldBefore(all: Play, turn: TurnTaken): SessionTold {
  const told = sessionTold(all, turn.thread, all.log.slice(0, turn.logged), turn);
  const begins = all.asked.some(({ editions }) =>
    editions.some(({ token, words }) => words === 'reset-and-ask' && turn.tokens.includes(token)),
  );
  return begins ? { ...told, turns: [], gone: new Set([...told.gone, ...told.turns]) } : told;
}

function unknown({ knows, tokens }: TurnTaken, index: number, held: readonly Token[]): readonly string[] {
  const forgotten = held.filter((token) => !knows.has(token));
  return forgotten.length > 0
    ? [`turn ${index} (${tokens.join(', ')}) did not know of ${[...new Set(forgotten)].join(', ')}`]
    : [];
}

function hasItsSandbox({ asked }: Play, { tokens, sandbox }: TurnTaken, index: number): readonly string[] {
  const editions = asked.flatMap((one) => one.editions);
  const plans = editions.some(({ token, words }) => tokens.includes(token) && words === 'plan');
  const wanted = plans ? 'read-only' : 'workspace-write';
  return sandbox === wanted ? [] : [`turn ${index} ran in the sandbox ${sandbox}, not in ${wanted}`];
}

const isOfReset = ({ run }: TurnTaken): boolean => parseCommand(run.request.text)?.kind === 'reset';
