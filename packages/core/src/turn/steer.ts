import type { Command } from '../command/command.ts';
import { type Ledger, type TurnRecord, withoutSession } from '../ledger/ledger.ts';
import { texts } from '../reply/texts.ts';
import type { Request } from '../request/request.ts';
import type { Thread } from '../thread/thread.ts';
import type { AskedTurn } from './work.ts';

/** What a steering word comes to. */
export type Steered =
  /** Answered with a text, without Codex. `ledger` is what it leaves. */
  | { readonly kind: 'say'; readonly text: string; readonly ledger: Ledger; readonly openNow?: true }
  | { readonly kind: 'turn'; readonly turn: AskedTurn; readonly ledger: Ledger }
  | { readonly kind: 'retry' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'apply' };

export interface SteerFacts {
  readonly thread: Thread;
  readonly ledger: Ledger;
  /** Whether the head is a stranger's. */
  readonly fork: boolean;
  /** How many requests wait behind it. */
  readonly waiting: number;
  /** Whether there is a change that no branch has yet. */
  readonly unpublished: boolean;
  readonly model: string | undefined;
  readonly effort: string | undefined;
}

/** Decides what a steering word comes to in the thread's run. */
export function steer(command: Command, request: Request, facts: SteerFacts): Steered {
  const { ledger } = facts;
  switch (command.kind) {
    case 'help':
      return say(ledger, texts.help);
    case 'unknown':
      return say(ledger, texts.unknownWord(command.word));
    case 'invalid':
      return say(ledger, texts.invalidSetting(command.setting, command.value));
    case 'stop':
      return say(ledger, texts.nothingRuns);
    case 'status':
      return say(ledger, texts.status(facts));
    case 'model':
      return say(setting(ledger, 'model', command.name), texts.modelSet(command.name), command.unread);
    case 'effort':
      return say(setting(ledger, 'effort', command.level), texts.effortSet(command.level), command.unread);
    case 'pr':
      return pullRequest(facts, command.unread);
    case 'reset':
      return reset(withoutSession(ledger), request, command.prompt);
    case 'plan':
      return turn(ledger, request, command.prompt || texts.planOfConversation, 'plan');
    case 'apply':
      return facts.fork ? { kind: 'apply' } : say(ledger, texts.applyNeedsFork, command.unread);
    case 'go':
      if (facts.fork) return say(ledger, texts.forkReadOnly);
      return openPlan(ledger) ? turn(ledger, request, command.prompt, 'go') : say(ledger, texts.noPlan);
    case 'undo':
      return facts.fork ? say(ledger, texts.forkReadOnly, command.unread) : { kind: 'undo' };
    case 'retry':
      return { kind: 'retry' };
  }
}

const say = (ledger: Ledger, text: string, unread?: true): Extract<Steered, { kind: 'say' }> => ({
  kind: 'say',
  ledger,
  text: unread ? `${text}\n\n${texts.unread}` : text,
});

function turn(ledger: Ledger, request: Request, prompt: string, mode?: 'plan' | 'go'): Steered {
  const words = [{ ...request, text: prompt }];
  return { kind: 'turn', ledger, turn: { requests: [request], words, ...(mode === undefined ? {} : { mode }) } };
}

function setting(ledger: Ledger, name: 'model' | 'effort', value: string | undefined): Ledger {
  const { [name]: _, ...settings } = ledger.settings;
  return { ...ledger, settings: value === undefined ? settings : { ...settings, [name]: value } };
}

function reset(ledger: Ledger, request: Request, prompt: string): Steered {
  return prompt === '' ? say(ledger, texts.sessionReset) : turn(ledger, request, prompt);
}

function pullRequest({ thread, ledger, unpublished }: SteerFacts, unread: true | undefined): Steered {
  if (thread.kind === 'pr') return say(ledger, texts.isPullRequest, unread);
  if (ledger.settings.branch === undefined && !unpublished) return say(ledger, texts.nothingToPropose, unread);
  return { ...say(ledger, texts.pullRequestAsked, unread), openNow: true };
}

/** Whether the session holds a plan that nobody carried out. */
function openPlan({ turns, settings }: Ledger): boolean {
  const done = ({ sessionId, outcome, undone }: TurnRecord): boolean =>
    sessionId === settings.sessionId && outcome === 'answered' && !undone;
  return turns.filter((each) => done(each) && each.mode !== undefined).at(-1)?.mode === 'plan';
}
