import path from 'node:path';
import type { Agent, FailedCommands, TurnAccount, TurnEnd, TurnOrder } from '@codex-worker/core';
import { clearHome } from '../home/clear-home.ts';
import type { CodexHome } from '../home/codex-home.ts';
import { TURN_VARIABLE } from '../home/config.ts';
import { layPictures } from '../home/laid-pictures.ts';
import { isSessionId, rolloutOf } from '../home/sessions.ts';
import { lengthOf, readTurnRecord, sessionInside, type TurnRecord } from '../home/turn-record.ts';
import type { KeyProxy } from '../proxy/start-proxy.ts';
import type { CodexUser } from '../user/codex-user.ts';
import { jobUser } from '../user/job-user.ts';
import { type TurnExtras, turnArguments } from './arguments.ts';
import type { Diagnosis } from './classify-failure.ts';
import { codexEnvironment } from './environment.ts';
import type { CodexEvent } from './event.ts';
import { failedCommands } from './failed-commands.ts';
import { refusalOf } from './prompt-limits.ts';
import { refusalLog } from './refused-hosts.ts';
import { runCodex } from './run-codex.ts';
import { judge, type Witness } from './verdict.ts';
import type { Patience } from './watchdogs.ts';

export interface AgentSettings {
  readonly binary: string;
  readonly home: CodexHome;
  readonly workspace: string;
  readonly environment: NodeJS.ProcessEnv;
  /** As whom Codex runs; whoever runs the job, if it is left out. */
  readonly user?: CodexUser | undefined;
  readonly patience: Patience;
  readonly extras: TurnExtras;
  /** Sees each event as it comes. */
  readonly onEvent: (event: CodexEvent) => void;
  /** The key's proxy, which has to know Codex when it sees it. */
  readonly proxy: Pick<KeyProxy, 'token' | 'admit' | 'unreachedCount'>;
}

/** Codex, ready to take turns in one workspace. */
export function codexAgent(settings: AgentSettings): Agent {
  return { takeTurn: (order, signal) => takeTurn(settings, order, signal) };
}

async function takeTurn(settings: AgentSettings, order: TurnOrder, signal: AbortSignal): Promise<TurnEnd> {
  const { home } = settings;
  if (signal.aborted) return { kind: 'cancelled', sessionId: order.sessionId };
  const refusal = refusalOf(order.prompt) ?? (await refusedSession(home.folder, order.sessionId));
  if (refusal) return { kind: 'failed', sessionId: order.sessionId, ...refusal };
  const before = await rolloutLength(home.folder, order.sessionId);
  const { proxy, user = jobUser } = settings;
  const unreachedBefore = proxy.unreachedCount();
  const seen = witness(order.sessionId);
  const failed = failedCommands();
  await using pictures = await layPictures(home.folder, order.pictures);
  const loan = await user.lend();
  const exit = await runCodex({
    binary: settings.binary,
    args: turnArguments({ ...order, pictures: pictures.files }, settings.extras),
    workspace: settings.workspace,
    environment: {
      ...codexEnvironment({ ...settings.environment, ...user.environment }, home.folder),
      ...refusalLog,
      [TURN_VARIABLE]: proxy.token,
    },
    user,
    onStart: (pid) => proxy.admit((inode) => user.holdsSocket(pid, inode)),
    prompt: order.prompt,
    patience: settings.patience,
    signal,
    onEvent: (event) => {
      settings.onEvent(event);
      failed.see(event);
      return seen.see(event);
    },
  }).finally(loan.end);
  if (order.sandbox === 'danger-full-access') await clearHome(home.folder);
  const record = await recordOf(home.folder, seen.sessionId, before);
  const upstreamUnreachable = proxy.unreachedCount() > unreachedBefore;
  const end = judge({ order, seen, exit, record, upstreamUnreachable, patience: settings.patience });
  return { ...end, account: accountOf(record, failed.seen()) };
}

/** What is known of a turn however it ended: tokens are spent also where there is no answer. */
function accountOf(record: TurnRecord | undefined, failed: FailedCommands | undefined): TurnAccount {
  const { usage, model, effort } = record ?? {};
  return {
    ...(usage === undefined ? {} : { usage }),
    ...(model === undefined ? {} : { model }),
    ...(effort === undefined ? {} : { effort }),
    ...(failed === undefined ? {} : { failedCommands: failed }),
  };
}

/** Why a session cannot be resumed. Codex would start a new one, silently, in most of these cases. */
async function refusedSession(home: string, sessionId: string | undefined): Promise<Diagnosis | undefined> {
  if (sessionId === undefined) return undefined;
  if (!isSessionId(sessionId)) return missing(`"${sessionId}" is not the id of a Codex session.`);
  const rollout = await rolloutOf(home, sessionId);
  if (!rollout) return missing(`There is no transcript of the session ${sessionId}.`);
  const inside = await sessionInside(path.join(home, rollout.path));
  if (inside === undefined) return missing(`The transcript of the session ${sessionId} cannot be read.`);
  if (inside === sessionId) return undefined;
  const detail = `The transcript under the id ${sessionId} is that of the session ${inside}.`;
  return { code: 'session-mismatch', detail };
}

function missing(detail: string): Diagnosis {
  return { code: 'session-missing', detail };
}

async function rolloutLength(home: string, sessionId: string | undefined): Promise<number> {
  const rollout = sessionId === undefined ? undefined : await rolloutOf(home, sessionId);
  return rollout ? lengthOf(path.join(home, rollout.path)) : 0;
}

async function recordOf(home: string, sessionId: string | undefined, since: number): Promise<TurnRecord | undefined> {
  const rollout = sessionId === undefined ? undefined : await rolloutOf(home, sessionId);
  return rollout && readTurnRecord(path.join(home, rollout.path), since);
}

/** Notes what of the events decides about the end. */
function witness(expected: string | undefined): Witness & { see(event: CodexEvent): 'go-on' | 'wrong-session' } {
  const notes: { -readonly [name in keyof Witness]: Witness[name] } = {
    sessionId: expected,
    startedSession: undefined,
    finalMessage: '',
    completed: false,
    turnFailed: undefined,
  };
  const see = (event: CodexEvent) => {
    if (event.kind === 'message') notes.finalMessage = event.text;
    if (event.kind === 'turn-completed') notes.completed = true;
    if (event.kind === 'turn-failed') notes.turnFailed = event.text;
    if (event.kind !== 'session') return 'go-on';
    notes.startedSession = event.sessionId;
    notes.sessionId ??= event.sessionId;
    return expected === undefined || expected === event.sessionId ? 'go-on' : 'wrong-session';
  };
  return Object.assign(notes, { see });
}
