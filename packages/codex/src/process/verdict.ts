import type { TurnEnd, TurnOrder } from '@codex-worker/core';
import type { TurnRecord } from '../home/turn-record.ts';
import { classifyFailure } from './classify-failure.ts';
import type { CodexExit } from './run-codex.ts';
import type { Patience } from './watchdogs.ts';

/** What the events said. */
export interface Witness {
  /** The session that the turn belongs to, as far as it is known. */
  readonly sessionId: string | undefined;
  /** The session that Codex says it started or resumed. */
  readonly startedSession: string | undefined;
  readonly finalMessage: string;
  readonly completed: boolean;
  readonly turnFailed: string | undefined;
}

export interface Case {
  readonly order: TurnOrder;
  readonly seen: Witness;
  readonly exit: CodexExit;
  /** From the rollout; undefined when there is none. */
  readonly record: TurnRecord | undefined;
  readonly upstreamUnreachable: boolean;
  readonly patience: Patience;
}

/** Decides how a turn ended. An answer counts only with exit code 0, or when nothing but the exit was missing. */
export function judge({ order, seen, exit, record, upstreamUnreachable, patience }: Case): TurnEnd {
  const { sessionId } = seen;
  if (exit.stopped === 'wrong-session') {
    return { kind: 'failed', sessionId, code: 'session-mismatch', detail: mismatch(order, seen) };
  }
  if (seen.completed && sessionId !== undefined && (exit.code === 0 || exit.stopped === 'lingering')) {
    return answered(sessionId, seen, exit, record);
  }
  if (exit.stopped === 'cancelled') return { kind: 'cancelled', sessionId };
  if (exit.stopped === 'wall') return { kind: 'timed-out', sessionId, after: 'wall', minutes: patience.wallMinutes };
  if (exit.stopped === 'idle') return { kind: 'timed-out', sessionId, after: 'idle', minutes: patience.idleMinutes };
  const { stderr, exit: how } = exit;
  const evidence = { turnFailed: seen.turnFailed, stderr, exit: how, upstreamUnreachable };
  return { kind: 'failed', sessionId, ...classifyFailure(evidence) };
}

function answered(sessionId: string, seen: Witness, exit: CodexExit, record: TurnRecord | undefined): TurnEnd {
  if (record?.sandbox === undefined) {
    const detail = `Codex answered, but the transcript of session ${sessionId} does not say in which sandbox.`;
    return { kind: 'failed', sessionId, code: 'crashed', detail };
  }
  const { usage, sandbox } = record;
  const refused = exit.refusedHosts.length === 0 ? {} : { refusedHosts: exit.refusedHosts };
  return { kind: 'answered', sessionId, finalMessage: seen.finalMessage, usage, sandbox, ...refused };
}

function mismatch(order: TurnOrder, seen: Witness): string {
  return `Codex was asked to resume the session ${order.sessionId} and began ${seen.startedSession}.`;
}
