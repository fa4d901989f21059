import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generate } from 'selfsigned';

/** Where GitHub would give a job its OIDC token. */
const oidcHost = 'token.actions.example.com';
const hosts = [oidcHost, 'auth.openai.com', 'api.openai.com'];

export interface OpenAiOrder {
  /** Where requests to api.openai.com go: a scripted model, as `http://127.0.0.1:4010/v1`. */
  readonly model: string;
  /** What OpenAI gives for the identity of a job. The model has to take it for a key. */
  readonly key: string;
}

/** OpenAI and GitHub's identity provider, as a machine reaches them through a proxy. Ends with its scope. */
export interface OpenAiOverTls extends AsyncDisposable {
  /** What the machine has to have in its environment. A job with `id-token: write` has the last two. */
  readonly machine: Readonly<Record<string, string>>;
  /** Who was asked, for what: `POST auth.openai.com/oauth/token`, with what was sent. */
  readonly asked: readonly { readonly what: string; readonly authorization: string; readonly body: string }[];
}

/** Starts a proxy that answers for these hosts itself, with certificates that the machine is told to trust. */
export async function startOpenAiOverTls(order: OpenAiOrder): Promise<OpenAiOverTls> {
  const folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-tls-'));
  const { authority, server } = await certificates();
  await writeFile(path.join(folder, 'ca.pem'), authority);
  const asked: OpenAiOverTls['asked'][number][] = [];
  const tls = https.createServer(server, async (request, response) => {
    const body = (await request.toArray()).join('');
    const what = `${request.method} ${request.headers.host}${request.url}`;
    asked.push({ what, authorization: request.headers.authorization ?? '', body });
    answer(order, request, response, body);
  });
  const proxy = http.createServer((_request, response) => response.writeHead(404).end());
  proxy.on('connect', ({ url = '' }, socket) => {
    socket.on('error', () => undefined);
    if (!hosts.includes(url.replace(/:443$/, ''))) return socket.end('HTTP/1.1 502 Unknown host\r\n\r\n');
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    return tls.emit('connection', socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    machine: {
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
      NO_PROXY: '127.0.0.1,localhost,.localhost',
      SSL_CERT_FILE: path.join(folder, 'ca.pem'),
      ACTIONS_ID_TOKEN_REQUEST_URL: `https://${oidcHost}/request?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'oidc-request-0123456789abcdef',
    },
    asked,
    [Symbol.asyncDispose]: async () => {
      proxy.close().closeAllConnections();
      tls.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}

async function certificates() {
  const ca = await generate([{ name: 'commonName', value: 'Lab authority' }], {
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const altNames = hosts.map((value) => ({ type: 2 as const, value }));
  const server = await generate([{ name: 'commonName', value: 'Lab server' }], {
    algorithm: 'sha256',
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { authority: ca.cert, server: { key: server.private, cert: server.cert } };
}

function answer({ model, key }: OpenAiOrder, request: IncomingMessage, response: ServerResponse, body: string): void {
  const json = (value: object) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (request.headers.host === oidcHost) return void json({ value: 'the.identity.of-the-job' });
  if (request.url === '/oauth/token') return void json(exchanged(key));
  const { host: _host, ...headers } = request.headers;
  const forwarded = http.request(`${model}/responses`, { method: 'POST', headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(response);
  });
  forwarded.on('error', () => response.writeHead(502).end());
  forwarded.end(body);
}

/** The one shape that codex-cli 0.169.0 takes: it wants both the length of the token's life and its end. */
function exchanged(key: string): object {
  return {
    access_token: key,
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    token_type: 'Bearer',
    expires_in: 3600,
    expires_at: Math.floor(Date.now() / 1000) + 3600,
  };
}
