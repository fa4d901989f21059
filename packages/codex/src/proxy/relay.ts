import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';

/** A stop on the way to OpenAI. Ends with its scope. */
export interface Relay extends AsyncDisposable {
  /** Whole address to post to. */
  readonly url: string;
}

/**
 * Stands between the key's proxy and OpenAI because of how the proxy of 0.169.0 takes a connection that breaks off:
 * it leaves Codex waiting for ever. Here a broken answer becomes a short one, which Codex notices and asks for again.
 */
export async function startRelay(upstream: string): Promise<Relay> {
  const server = http.createServer((incoming, outgoing) => forward(upstream, incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/v1/responses`, [Symbol.asyncDispose]: close };
}

/** Whether we would reach OpenAI as Codex does: Node takes neither a proxy nor certificates from these variables. */
export function canRelay(upstream: string, environment: NodeJS.ProcessEnv): boolean {
  if (upstream.startsWith('http://')) return true;
  return !['HTTPS_PROXY', 'https_proxy', 'SSL_CERT_FILE', 'SSL_CERT_DIR'].some((name) => environment[name]);
}

function forward(upstream: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { host: _ours, connection: _hop, ...headers } = incoming.headers;
  const { request } = upstream.startsWith('https:') ? https : http;
  const asked = request(upstream, { method: 'POST', headers }, (answer) => {
    const { connection: _theirs, 'transfer-encoding': _chunked, 'content-length': _length, ...kept } = answer.headers;
    outgoing.writeHead(answer.statusCode ?? 502, kept);
    answer.on('error', () => outgoing.end());
    answer.pipe(outgoing);
  });
  asked.on('error', (error) => refuse(outgoing, error));
  incoming.on('error', () => asked.destroy());
  outgoing.on('close', () => asked.destroy());
  incoming.pipe(asked);
}

/** The words are those that `classifyFailure` looks for. */
function refuse(outgoing: ServerResponse, error: Error): void {
  if (outgoing.headersSent || outgoing.destroyed) return void outgoing.end();
  const message = `No connection to OpenAI: ${error.message}`;
  outgoing.writeHead(502, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ error: { message, type: 'server_error', param: null, code: null } }));
}
