import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { wayOut } from '../proxy/way-out.ts';
import type { Fetch } from './registry.ts';

const MOST_REDIRECTS = 5;
/** A server that says nothing for so long will not begin to. */
const SILENCE_MS = 120_000;

/** Fetches by the way that leads out of this machine: Node's own `fetch` heeds neither its proxy nor its certificates. */
export function fetchBy(environment: NodeJS.ProcessEnv): Fetch {
  return async (url, { signal }) => {
    let [from, answer] = [url, await ask(url, environment, signal)];
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects += 1) {
      const { location } = answer.headers;
      if (location === undefined || Math.floor((answer.statusCode ?? 0) / 100) !== 3) break;
      answer.resume();
      from = new URL(location, from).href;
      answer = await ask(from, environment, signal);
    }
    return new Response(Readable.toWeb(answer), { status: answer.statusCode ?? 0 });
  };
}

async function ask(url: string, environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<IncomingMessage> {
  const { request, Agent } = url.startsWith('http://') ? http : https;
  const agent = new Agent({ ...(await wayOut(environment)), keepAlive: false });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = { accept: '*/*', 'user-agent': 'codex-worker' };
  const asked = request(url, { agent, headers, signal, timeout: SILENCE_MS }, resolve);
  asked.on('timeout', () => asked.destroy(new Error(`nothing came for ${SILENCE_MS / 1000} s`)));
  asked.on('error', reject);
  asked.end();
  return promise;
}
