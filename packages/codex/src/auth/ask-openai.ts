import http from 'node:http';
import https from 'node:https';
import { Failure, parseJson } from '@codex-worker/core';
import { wayOut } from '../proxy/way-out.ts';

export interface Question {
  readonly headers: Readonly<Record<string, string>>;
  /** Says how OpenAI is reached from here, and whose certificates count. */
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
}

const PATIENCE_MS = 30_000;

/** Asks OpenAI one thing, by the way that the CLI takes from here. */
export async function askOpenAi(url: string, { headers, environment, signal }: Question): Promise<Answer> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const isPlain = url.startsWith('http://');
  const agent = isPlain ? new http.Agent() : new https.Agent(await wayOut(environment));
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const asked = (isPlain ? http : https).get(url, { headers, agent, signal: ends }, async (answer) => {
    const text = (await answer.toArray().catch(() => [])).join('');
    resolve({ status: answer.statusCode ?? 0, body: parseJson(text) });
  });
  asked.on('error', reject);
  try {
    return await promise;
  } catch (cause) {
    signal.throwIfAborted();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Failure('network', {
      what: `${new URL(url).host} could not be reached: ${why}.`,
      fix: 'Reply to try again; if it stays so, let the runner reach that host.',
      cause,
    });
  } finally {
    agent.destroy();
  }
}
