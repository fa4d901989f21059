import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Failure, parseJson } from '@codex-worker/core';
import * as v from 'valibot';
import { proxyEnvironment } from '../process/environment.ts';
import { readLines } from '../process/lines.ts';
import { tailOf } from '../process/tail.ts';
import { readLogin } from './chatgpt-login.ts';
import { notNow } from './not-now.ts';

export interface RenewalOrder {
  readonly binary: string;
  /** The content of auth.json. Its refresh token is worth nothing afterwards. */
  readonly login: string;
  /** Where a folder that only we can read is made, and taken away. */
  readonly temporaryFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

const PATIENCE_MS = 60_000;
/** Where tests let the CLI ask. */
const OVERRIDE = 'CODEX_REFRESH_TOKEN_URL_OVERRIDE';

/** Has the CLI renew a ChatGPT login, by its app server's `account/read`; answers the new content of auth.json, on one line. */
export async function renewLogin(order: RenewalOrder): Promise<string> {
  const before = readLogin(order.login);
  const home = await mkdtemp(path.join(order.temporaryFolder, 'codex-worker-login-'));
  try {
    await writeFile(path.join(home, 'auth.json'), order.login, { mode: 0o600 });
    await writeFile(path.join(home, 'config.toml'), 'cli_auth_credentials_store = "file"\n');
    const said = await askServer(order, home);
    // Whether it went well stands in the file alone: the answer fails as well where only the account's page is out of reach.
    const file = await readFile(path.join(home, 'auth.json'), 'utf8').catch(() => '{}');
    const after: unknown = JSON.parse(file);
    if (isRenewed(before, after)) return JSON.stringify(after);
    throw notRenewed(said);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

type LoginFile = ReturnType<typeof readLogin>;

const tokensOf = v.looseObject({ tokens: v.looseObject({ access_token: v.string(), refresh_token: v.string() }) });

function isRenewed({ tokens }: LoginFile, after: unknown): boolean {
  return v.is(tokensOf, after) && after.tokens.access_token !== tokens.access_token;
}

/** Answers what the server wrote to stderr. */
async function askServer({ binary, environment, signal }: RenewalOrder, home: string): Promise<string> {
  const { [OVERRIDE]: override } = environment;
  const child = spawn(binary, ['app-server'], {
    cwd: home,
    env: { ...proxyEnvironment(environment, home), HOME: home, ...(override ? { [OVERRIDE]: override } : {}) },
    stdio: ['pipe', 'pipe', 'pipe'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
  });
  const gone = once(child, 'exit').catch(() => undefined);
  const stderr = tailOf(child.stderr);
  child.stdin.on('error', () => undefined);
  const send = (message: object) => child.stdin.write(`${JSON.stringify(message)}\n`);
  send({ id: 1, method: 'initialize', params: { clientInfo: { name: 'codex-worker', version: '1' } } });
  send({ method: 'initialized' });
  send({ id: 2, method: 'account/read', params: { refreshToken: true } });
  await Promise.race([answered(child.stdout), gone]);
  child.kill();
  await gone;
  signal.throwIfAborted();
  return stderr.text();
}

const answer = v.looseObject({ id: v.literal(2) });

async function answered(stdout: AsyncIterable<Buffer>): Promise<void> {
  for await (const line of readLines(stdout)) if (v.is(answer, parseJson(line))) return;
}

/** Only where OpenAI refuses the login itself is it over. */
function notRenewed(stderr: string): Failure {
  const status = /refresh token\W.*?\b(\d{3} [A-Z][A-Za-z ]+)/.exec(stripVTControlCharacters(stderr))?.[1];
  if (status === undefined) {
    return new Failure('network', {
      what: 'OpenAI did not renew the ChatGPT login, and the CLI does not say why: as a rule, OpenAI could not be reached.',
      fix: 'Re-run the failed jobs. If it stays so, let the runner reach auth.openai.com; or log in again (docs/keys.md).',
    });
  }
  const what = `OpenAI did not renew the ChatGPT login: it answered ${status}.`;
  const code = notNow(Number.parseInt(status, 10));
  if (code !== undefined)
    return new Failure(code, { what, fix: 'Re-run the failed jobs; the next run tries again, too.' });
  return new Failure('login-expired', {
    what,
    fix: 'Log in again (docs/keys.md), and store the new auth.json as the secret `AUTH_JSON`. A login must not be used elsewhere: whoever renews it takes it from the others.',
  });
}
