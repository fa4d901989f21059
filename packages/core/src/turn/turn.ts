import type { FailureCode } from '../failure/catalogue.ts';
import type { StructuredAnswer } from '../outcome/structured-answer.ts';
import type { RequestId } from '../request/request.ts';

/** What a turn may do to the machine. `danger-full-access` is no sandbox at all. */
export const sandboxes = ['read-only', 'workspace-write', 'danger-full-access'] as const;
export type Sandbox = (typeof sandboxes)[number];

/** Tokens of one turn, not of its whole session. */
export interface TokenUsage {
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
  readonly reasoning: number;
}

/** What one Codex run is asked to do. */
export interface TurnOrder {
  readonly prompt: string;
  /** The session to resume; undefined starts a new one. */
  readonly sessionId: string | undefined;
  readonly sandbox: Sandbox;
  /** Undefined leaves it to Codex. */
  readonly model: string | undefined;
  readonly effort: string | undefined;
  /** Files of the pictures that the model is to see, in the order in which the prompt names them. */
  readonly pictures?: readonly string[];
  /** What it answers, for whoever tells of it. */
  readonly requests?: readonly RequestId[];
}

/** A command of a turn that ended with another exit code than 0. */
export interface FailedCommand {
  readonly command: string;
  readonly exitCode: number;
  /** The end of what it wrote. */
  readonly output: string;
}

export interface FailedCommands {
  readonly count: number;
  /** The last of them, oldest first. */
  readonly last: readonly FailedCommand[];
}

/** What a turn used and met, as far as it is known, whatever became of it. */
export interface TurnAccount {
  readonly usage?: TokenUsage;
  /** As Codex says: it chooses where it was not told. */
  readonly model?: string;
  readonly effort?: string;
  readonly failedCommands?: FailedCommands;
}

/** How a turn ended, and what is known of it. */
export type TurnEnd = TurnOutcome & { readonly account?: TurnAccount };

/** An end that we know is a value; only a bug is thrown. */
type TurnOutcome =
  | {
      readonly kind: 'answered';
      readonly sessionId: string;
      readonly finalMessage: string;
      readonly usage: TokenUsage | undefined;
      /** The sandbox that Codex says it ran in. */
      readonly sandbox: Sandbox;
      /** Hosts that its commands asked for in vain, as `host:port`, where an allow-list says which they may reach. */
      readonly refusedHosts?: readonly string[];
      /** Set where the answer was to fit a schema. */
      readonly structured?: StructuredAnswer;
    }
  | {
      readonly kind: 'cancelled';
      readonly sessionId: string | undefined;
      /** Codex was told nothing of it yet. */
      readonly begun?: false;
    }
  | {
      readonly kind: 'timed-out';
      readonly sessionId: string | undefined;
      readonly after: 'wall' | 'idle';
      readonly minutes: number;
    }
  | {
      readonly kind: 'failed';
      readonly sessionId: string | undefined;
      readonly code: FailureCode;
      /** What Codex or OpenAI said, one paragraph, for the reply. */
      readonly detail: string;
      /** What to change, where that is known better than the code tells. The detail is then a whole account. */
      readonly fix?: string;
    };

/** Codex, ready to take turns in one workspace. */
export interface Agent {
  /** Resolves to every end that we know, also when the signal aborts it. */
  takeTurn(order: TurnOrder, signal: AbortSignal): Promise<TurnEnd>;
}
