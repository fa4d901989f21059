import { baseOf } from '../request/request.ts';
import type { Thread } from '../thread/thread.ts';
import type { Drained } from '../turn/drained.ts';
import { type Asked, current, type Edition, editionNamed, type Token } from './asked.ts';
import type { Play, Run } from './play.ts';
import { modelOf } from './words.ts';

/** Something that a run did to the session of its thread, in the order in which it wrote it down. */
export type Taken = {
  readonly run: Run;
  readonly attempt: number;
  readonly thread: Thread;
  /** How many replies the run had then. */
  readonly replies: number;
} & (
  | { readonly kind: 'turn'; readonly turn: number }
  | { readonly kind: 'reset' }
  /** So many turns were taken back. */
  | { readonly kind: 'undo'; readonly turns: number }
  | { readonly kind: 'model'; readonly name: string }
  | { readonly kind: 'said' }
);

type Act = { readonly [K in Taken['kind']]: Omit<Extract<Taken, { kind: K }>, keyof Common> }[Taken['kind']];
type Common = Pick<Taken, 'run' | 'attempt' | 'thread' | 'replies'>;

/** Enters what a run did since it wrote something down last. */
export function logOf(all: Play, run: Run, drained: Drained): void {
  const { attempt } = run;
  const mine = all.log.filter((one) => one.run === run && one.attempt === attempt);
  const common: Common = { run, attempt, thread: run.asked.thread, replies: drained.replies.length };
  const [taken] = all.turns
    .map((turn, index) => ({ turn, index }))
    .filter(({ turn, index }) => turn.run === run && turn.attempt === attempt && !has(mine, index));
  const acts = taken
    ? [...actsOfWords(editionOfToken(all, taken.turn.tokens[0])), { kind: 'turn', turn: taken.index } as const]
    : drained.replies.slice(mine.at(-1)?.replies ?? 0).flatMap(({ requestId, textDigest, outcome, text }) => {
        const asked = all.asked.find(({ id }) => id === baseOf(requestId));
        if (!asked || outcome !== 'answered') return [];
        return actsOfAnswer(editionNamed(asked, requestId, textDigest) ?? current(asked), text);
      });
  all.log.push(...[...acts, { kind: 'said' } as const].map((act) => ({ ...common, ...act })));
}

const has = (log: readonly Taken[], index: number): boolean =>
  log.some((one) => one.kind === 'turn' && one.turn === index);

function editionOfToken({ asked }: Play, token: Token | undefined): Edition | undefined {
  return asked.flatMap((one: Asked): readonly Edition[] => one.editions).find((edition) => edition.token === token);
}

/** What stands before a turn of its own. */
const actsOfWords = (edition: Edition | undefined): readonly Act[] =>
  edition?.words === 'reset-and-ask' ? [{ kind: 'reset' }] : [];

function actsOfAnswer({ words, token }: Edition, text: string): readonly Act[] {
  switch (words) {
    case 'reset':
      return [{ kind: 'reset' }];
    case 'model':
      return [{ kind: 'model', name: modelOf(token) }];
    case 'undo': {
      const turns = /^The last (?:(\d+) turns are|turn is) taken back/.exec(text);
      return turns ? [{ kind: 'undo', turns: Number(turns[1] ?? 1) }] : [];
    }
    default:
      return [];
  }
}

/** Whether the run of a turn wrote down that it took it. */
export const isWritten = ({ log }: Pick<Play, 'log'>, turn: number): boolean => has(log, turn);
