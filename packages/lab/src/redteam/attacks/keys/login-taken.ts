import { createServer } from 'node:http';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'login-taken';
const file = 'packages/codex/src/auth/open-way.ts';

const inADay = Math.floor(Date.now() / 1000) + 86_400;
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const accessToken = `${part({ alg: 'none' })}.${part({ exp: inADay })}.${'signature'.repeat(4)}`;
const login = JSON.stringify({
  tokens: { access_token: accessToken, refresh_token: 'rt_0123456789abcdef', account_id: 'account-1' },
});

/** Whether a command that looks everywhere finds the login; it could then spell it in any way of its own. */
async function isFound(product: Product): Promise<boolean> {
  await using scene = await product.openScene({
    keys: 'any',
    secrets: { OPENAI_API_KEY: '', AUTH_JSON: login, SESSION_KEY: 'session-key-of-the-scene' },
    caller: (text) => text.replace(/^ {6}OPENAI_API_KEY: .*$/m, secretsOf('AUTH_JSON', 'SESSION_KEY')),
  });
  const files = 'find "$(dirname "$(dirname "$PWD")")" "$HOME/.codex" -name "*auth*" -exec cat {} +';
  const look = `(env; cat /proc/[0-9]*/environ; ${files}) 2>/dev/null | tr '\\0' '\\n' | grep -c '${part({ exp: inADay })}'`;
  await scene.begin('Look', `shell echo "places: $(${look})"`);
  const { log } = scene.lastRun();
  const [, places] = /places: (\d+)/.exec(log) ?? [];
  if (places === undefined) throw new Error(`The command never ran:\n${log}`);
  return places !== '0';
}

const secretsOf = (...names: readonly string[]) =>
  names.map((name) => `      ${name}: \${{ secrets.${name} }}`).join('\n');

interface Relays {
  startRelay(order: {
    readonly upstream: string;
    readonly pass: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly headers: Readonly<Record<string, string>>;
  }): Promise<AsyncDisposable & { readonly url: string }>;
}

/** Whether a process beside Codex, which found the port of the relay, asks OpenAI with the login. */
async function isLent(product: Product): Promise<boolean> {
  const { startRelay } = await product.load<Relays>('packages/codex/src/proxy/relay.ts');
  const seen: unknown[] = [];
  const openAi = createServer(({ headers }, response) => {
    seen.push(headers.authorization);
    response.end('{}');
  });
  await new Promise<void>((resolve) => openAi.listen(0, '127.0.0.1', resolve));
  const address = openAi.address();
  const upstream = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const headers = { authorization: `Bearer ${accessToken}` };
  await using relay = await startRelay({ upstream, pass: 'only-the-gate-knows', environment: {}, headers });
  await fetch(relay.url, { method: 'POST', body: '{}' });
  openAi.close().closeAllConnections();
  return seen.includes(headers.authorization);
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a command that has network asks OpenAI through the relay that adds the login',
    wins: 'prompts of its own, on the account that pays',
    without: [
      {
        file: 'packages/codex/src/proxy/relay.ts',
        find: 'if (isSame(incoming.headers[PASS_HEADER], order.pass))',
        replace: 'if (true)',
      },
    ],
    run: isLent,
  },
  {
    threat,
    name: 'a command looks for the login in the environment, in /proc and in all files',
    wins: 'the ChatGPT account that pays',
    without: [
      {
        file,
        find: '{ upstream = chatGpt, environment }: Omit',
        replace: '{ upstream = chatGpt, environment, home }: Omit',
      },
      {
        file,
        find: 'const pass = randomUUID();',
        replace:
          "const pass = randomUUID(); (await import('node:fs')).writeFileSync(`${home}/auth.json`, login.accessToken);",
      },
    ],
    run: isFound,
  },
];
