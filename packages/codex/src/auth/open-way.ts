import { randomUUID } from 'node:crypto';
import { startGate } from '../proxy/gate.ts';
import { startRelay } from '../proxy/relay.ts';
import { type KeyProxy, type ProxyOrder, startProxy } from '../proxy/start-proxy.ts';
import { accountOf } from './personal-token.ts';
import type { WayIn } from './way-in.ts';

/** Where a ChatGPT account is served. An API key is served elsewhere. */
const chatGpt = 'https://chatgpt.com/backend-api/codex/responses';

export interface WayOrder extends Omit<ProxyOrder, 'key'> {
  readonly wayIn: WayIn;
}

/** Opens the way to OpenAI for Codex, which is told nothing of what opens it. Ends with its scope. */
export async function openWay({ wayIn, ...order }: WayOrder): Promise<KeyProxy> {
  switch (wayIn.kind) {
    case 'api-key':
      return startProxy({ ...order, key: wayIn.key });
    case 'keyless':
      return startProxy({ ...order, key: wayIn.trust });
    case 'login':
      return openLogin(order, wayIn.login);
    case 'access-token': {
      const accountId = await accountOf(wayIn.token, order.environment, order.signal);
      return openLogin(order, { accessToken: wayIn.token, accountId });
    }
  }
}

type Account = { readonly accessToken: string; readonly accountId: string };

/** The CLI's proxy takes keys alone, so here the relay adds what Codex itself would send after `codex login`. */
async function openLogin(
  { upstream = chatGpt, environment }: Omit<WayOrder, 'wayIn'>,
  login: Account,
): Promise<KeyProxy> {
  await using running = new AsyncDisposableStack();
  const pass = randomUUID();
  const headers = { authorization: `Bearer ${login.accessToken}`, 'chatgpt-account-id': login.accountId };
  const relay = running.use(await startRelay({ upstream, pass, environment, headers }));
  const { port, token, admit } = running.use(await startGate({ proxyPort: Number(new URL(relay.url).port), pass }));
  const open = running.move();
  // The relay itself says to Codex when OpenAI cannot be reached.
  return { port, token, admit, unreachedCount: () => 0, [Symbol.asyncDispose]: () => open.disposeAsync() };
}
