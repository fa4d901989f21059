import { Failure } from '../failure/failure.ts';
import type { RequestId } from '../request/request.ts';
import { sameLogin } from '../standing/standing.ts';
import { type Activity, noActivity, noted } from './activity.ts';
import { FIRST_AFTER_SECONDS, pause, STALE_SECONDS } from './pace.ts';
import { type ProgressPlace, renderProgress, type TurnShown } from './render-progress.ts';
import { redactedSign, type Sign } from './sign.ts';

/** One comment of ours in a thread, written by hand that nobody waits for. */
export interface ProgressPorts {
  /** Answers its id, and the login that it carries. */
  post(body: string): Promise<{ readonly id: number; readonly login: string }>;
  edit(id: number, body: string): Promise<void>;
  remove(id: number): Promise<void>;
  /** Tokens of the turn up to now; undefined where nobody tells yet. */
  tokens(): Promise<number | undefined>;
  redact(text: string): string;
  /** Does something later, once; what it answers calls that off. */
  after(seconds: number, act: () => void): () => void;
  now(): Date;
  /** Says in the log what did not go well and stops nothing. */
  warn(message: string): void;
}

export interface ProgressOrder extends ProgressPlace {
  /** The login that our own comments carry: one under another login would be taken for somebody's. */
  readonly ownLogin: string;
}

/** Tells a thread how far its turn is. Nothing that it does can fail. */
export interface ProgressComment {
  begin(requests: readonly RequestId[]): void;
  see(sign: Sign): void;
  /** The turn is over, and its reply is not posted yet. */
  end(): void;
  /** Waits for what is under way, and says that the reply is coming. */
  close(): Promise<void>;
  /** Nothing is said any more, and nothing waited for. */
  abandon(): void;
}

interface Turn {
  readonly requests: readonly RequestId[];
  readonly startedAt: Date;
  activity: Activity;
  edits: number;
  isOver: boolean;
}

/** What the thread shows now. */
interface Shown {
  readonly id: number;
  readonly activity: Activity;
  readonly at: Date;
}

/** Keeps one comment for the turns of a run: posted once a turn has taken a while, then edited now and then. */
export function progressComment(ports: ProgressPorts, order: ProgressOrder): ProgressComment {
  let turn: Turn | undefined;
  let shown: Shown | undefined;
  let isSilent = false;
  let callOff = (): void => undefined;
  let underWay: Promise<void> = Promise.resolve();

  const say = async (state: TurnShown['state']): Promise<void> => {
    if (turn === undefined || isSilent) return;
    const { requests, startedAt, activity } = turn;
    const now = ports.now();
    try {
      const tokens = await ports.tokens();
      const body = renderProgress({ requests, activity, startedAt, now, tokens, state }, order);
      const id = shown === undefined ? await post(ports, order, body) : shown.id;
      if (shown !== undefined) await ports.edit(id, body);
      shown = { id, activity, at: now };
    } catch (error) {
      // What was abandoned is cut off, and nobody wonders.
      if (isSilent) return;
      isSilent = true;
      // Whatever it is: a turn is worth more than what is told of it.
      const why = error instanceof Error ? error.message : String(error);
      ports.warn(`The thread is told no more how far its turns are. ${why}`);
    }
  };
  const isNews = ({ activity }: Turn, now: Date): boolean =>
    shown === undefined || shown.activity !== activity || (now.getTime() - shown.at.getTime()) / 1000 >= STALE_SECONDS;
  const tick = async (of: Turn): Promise<void> => {
    if (of !== turn || of.isOver || isSilent) return;
    if (isNews(of, ports.now())) {
      of.edits += 1;
      await say(pause(of.edits) === undefined ? 'last' : 'goes-on');
    }
    wait(of);
  };
  const wait = (of: Turn, first?: number): void => {
    const seconds = first ?? pause(of.edits);
    if (seconds === undefined || of !== turn || of.isOver || isSilent) return;
    callOff = ports.after(seconds, () => {
      underWay = underWay.then(() => tick(of));
    });
  };
  return {
    begin: (requests) => {
      callOff();
      turn = { requests, startedAt: ports.now(), activity: noActivity, edits: 0, isOver: false };
      wait(turn, FIRST_AFTER_SECONDS);
    },
    see: (sign) => {
      if (turn) turn.activity = noted(turn.activity, redactedSign(sign, ports.redact));
    },
    end: () => {
      callOff();
      if (turn) turn.isOver = true;
    },
    close: async () => {
      callOff();
      await underWay;
      if (shown !== undefined) await say('done');
    },
    abandon: () => {
      callOff();
      isSilent = true;
    },
  };
}

async function post(ports: ProgressPorts, { ownLogin }: ProgressOrder, body: string): Promise<number> {
  const { id, login } = await ports.post(body);
  if (sameLogin(login, ownLogin)) return id;
  await ports.remove(id);
  throw new Failure('input-invalid', {
    what: `The token of codex-run comments as ${login}, and the input \`bot-login\` is ${ownLogin}.`,
    fix: 'Set `bot-login` to who comments, or `progress` to false.',
  });
}
