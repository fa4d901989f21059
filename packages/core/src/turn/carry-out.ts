import { parseCommand } from '../command/parse-command.ts';
import { askToApply } from '../fork/ask-to-apply.ts';
import { type Ledger, settle } from '../ledger/ledger.ts';
import type { Request } from '../request/request.ts';
import { findRetry } from './find-retry.ts';
import type { Progress, Run, Taken } from './progress.ts';
import { replyTo } from './reply-to.ts';
import { type Steered, steer } from './steer.ts';
import { takeAsked } from './take-asked.ts';
import { takeBack } from './take-back.ts';
import type { AskedTurn, Work } from './work.ts';

type CommandWork = Extract<Work, { kind: 'command' }>;

/** Carries out what a person steers with, in its turn among the requests. Most of it needs no Codex. */
export async function carryOut(run: Run, progress: Progress, work: CommandWork, waiting: number): Promise<Taken> {
  // A run that was cancelled begins nothing; the command is still open.
  if (run.order.cancelled.aborted) {
    return { progress: { ...progress, drained: { ...progress.drained, outcome: 'cancelled' } }, mayGoOn: false };
  }
  const { request } = work;
  const steered = await steerBy(run, progress, work, waiting);
  switch (steered.kind) {
    case 'say':
      return { progress: answer(run, progress, request, steered), mayGoOn: true };
    case 'turn':
      return takeAsked(run, withLedger(progress, steered.ledger), steered.turn, waiting);
    case 'undo': {
      const taken = await takeBack(run, progress, request);
      return {
        progress: answer(run, taken.progress, request, { ...taken, ledger: taken.progress.drained.ledger }),
        mayGoOn: true,
      };
    }
    case 'apply': {
      const asked = await askToApply(run, progress.drained.ledger, request);
      const answered = answer(run, progress, request, { ledger: progress.drained.ledger, text: asked.text });
      const { apply } = asked;
      return { progress: apply ? { ...answered, drained: { ...answered.drained, apply } } : answered, mayGoOn: true };
    }
    case 'retry':
      return retry(run, progress, work, waiting);
  }
}

async function steerBy(
  { ports, state, order }: Run,
  { drained }: Progress,
  { command, request }: CommandWork,
  waiting: number,
): Promise<Steered> {
  const { base } = state.workspace;
  const unpublished = command.kind === 'pr' && base !== '' && (await ports.tree.changesSince(base)) !== undefined;
  const { model, effort } = order;
  const fork = state.fork !== undefined;
  return steer(command, request, {
    thread: state.thread,
    ledger: drained.ledger,
    waiting,
    unpublished,
    fork,
    model,
    effort,
  });
}

/** Takes what failed once more, whatever words it steers with. One reply and one turn settle all of it. */
async function retry(run: Run, progress: Progress, { request }: CommandWork, waiting: number): Promise<Taken> {
  const { ledger } = progress.drained;
  const found = await findRetry(run, ledger, request.id);
  if (found.kind === 'none')
    return { progress: answer(run, progress, request, { ledger, text: found.text }), mayGoOn: true };
  const [again, ...others] = found.requests;
  // Words that steer never shared a turn.
  const command = others.length === 0 ? parseCommand(again.text) : undefined;
  const steered = command && (await steerBy(run, progress, { kind: 'command', request: again, command }, waiting));
  if (steered?.kind === 'say') return { progress: answer(run, progress, request, steered), mayGoOn: true };
  const turn =
    steered?.kind === 'turn' ? steered : { ledger, turn: { requests: found.requests, words: found.requests } };
  const asked: AskedTurn = { ...turn.turn, requests: [request, ...found.requests], again: again.id };
  return takeAsked(run, withLedger(progress, turn.ledger), asked, waiting);
}

const withLedger = (progress: Progress, ledger: Ledger): Progress => ({
  ...progress,
  drained: { ...progress.drained, ledger },
});

/** Where nothing was ever run, the reply must not pass for that of a session. */
const sessionOf = ({ settings }: Ledger) => (settings.sessionId === undefined ? { session: 'none' as const } : {});

interface Answer {
  readonly ledger: Ledger;
  readonly text: string;
  readonly openNow?: true;
}

function answer({ order }: Run, progress: Progress, request: Request, { ledger, text, openNow }: Answer): Progress {
  const { drained } = progress;
  return {
    ...progress,
    drained: {
      ...drained,
      ledger: settle(ledger, request, { state: 'answered', outboxRun: order.run }),
      replies: [
        ...drained.replies,
        { ...replyTo({ requests: [request] }), outcome: 'answered', steers: true, text, ...sessionOf(ledger) },
      ],
      outcome: drained.outcome === 'failed' ? 'failed' : 'answered',
      openNow: drained.openNow || openNow === true,
    },
  };
}
