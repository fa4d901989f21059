import { setTimeout as sleep } from 'node:timers/promises';
import { type CodexEvent, signOf, transcripts, turnTokens } from '@codex-worker/codex';
import { type Agent, progressComment, type ThreadState, threadKey, toldAgent } from '@codex-worker/core';
import { gitHubClient, type RunFacts, runRedactor, warning, writeProgress } from '@codex-worker/github';
import type { RunInputs } from './inputs.ts';

export interface ToldOrder {
  readonly run: RunFacts;
  readonly inputs: Pick<RunInputs, 'progress' | 'token' | 'policy' | 'workspace'>;
  readonly state: Pick<ThreadState, 'thread' | 'facts' | 'fork'>;
  readonly codexHome: string;
  readonly cancelled: AbortSignal;
}

/** What the thread is told of while Codex works. It ends with the run. */
export interface Told extends AsyncDisposable {
  onEvent(event: CodexEvent): void;
  told(agent: Agent): Agent;
}

/** The last word is worth waiting for, but not for long. */
const LAST_WORD_MS = 3_000;

/** Tells the thread how far its turns are, in a comment that whoever posts the reply takes away. */
export function tellProgress({ run, inputs, state, codexHome, cancelled }: ToldOrder): Told {
  if (!inputs.progress)
    return { onEvent: () => undefined, told: (agent) => agent, [Symbol.asyncDispose]: async () => {} };
  const hangUp = new AbortController();
  const client = gitHubClient({ ...run, token: inputs.token, until: hangUp.signal });
  const spent = tokenCounter(codexHome);
  const progress = progressComment(
    {
      ...writeProgress(client, state.thread),
      tokens: spent.now,
      redact: (text) => runRedactor().said(text),
      after,
      now: () => new Date(),
      warn: warning,
    },
    {
      thread: threadKey(state.thread),
      page: state.facts.url,
      run: { id: run.runId, attempt: run.attempt, url: run.runUrl },
      isQuiet: state.fork !== undefined,
      ownLogin: inputs.policy.ownLogin,
    },
  );
  const end = () => {
    progress.abandon();
    hangUp.abort();
  };
  // The runner gives a cancelled step seconds: the notifier takes the comment away.
  cancelled.addEventListener('abort', end, { once: true });
  return {
    onEvent: (event) => {
      spent.see(event);
      const sign = signOf(event, inputs.workspace);
      if (sign) progress.see(sign);
    },
    told: (agent) => toldAgent(spent.counted(agent), progress),
    [Symbol.asyncDispose]: async () => {
      await Promise.race([progress.close(), sleep(LAST_WORD_MS, undefined, { ref: false })]);
      end();
    },
  };
}

function after(seconds: number, act: () => void): () => void {
  const timer = setTimeout(act, seconds * 1000);
  return () => clearTimeout(timer);
}

/** Knows what the turn of now has spent. `codex exec` tells that only at its end, and of the whole session. */
function tokenCounter(codexHome: string) {
  let sessionId: string | undefined;
  let since = 0;
  return {
    see: (event: CodexEvent): void => {
      if (event.kind === 'session') sessionId = event.sessionId;
    },
    now: async (): Promise<number | undefined> =>
      // Another user's transcript may be closed to us while the turn goes on.
      sessionId === undefined ? undefined : turnTokens(codexHome, sessionId, since).catch(() => undefined),
    counted: (agent: Agent): Agent => ({
      takeTurn: async (order, signal) => {
        sessionId = undefined;
        since = order.sessionId === undefined ? 0 : ((await transcripts(codexHome).bytes(order.sessionId)) ?? 0);
        return agent.takeTurn(order, signal);
      },
    }),
  };
}
