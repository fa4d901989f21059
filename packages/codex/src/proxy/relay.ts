import http, {
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import https from 'node:https';
import { isSame, PASS_HEADER } from './gate.ts';
import { listenOnLoopback } from './loopback.ts';
import { wayOut } from './way-out.ts';

/** A stop on the way to OpenAI. Ends with its scope. */
export interface Relay extends AsyncDisposable {
  /** Whole address to post to. */
  readonly url: string;
}

export interface RelayOrder {
  /** Whole address to post to. */
  readonly upstream: string;
  /** What a request shows that came through the gate before the key's proxy. Others are refused: the proxy asks nobody. */
  readonly pass: string;
  /** Says how OpenAI is reached from here, and whose certificates count. */
  readonly environment: NodeJS.ProcessEnv;
  /** What the upstream is to see in the place of what was sent: who asks. An undefined one is taken away. */
  readonly headers?: OutgoingHttpHeaders;
}

/**
 * Stands between the key's proxy and OpenAI because of how the proxy of 0.169.0 takes a connection that breaks off:
 * it leaves Codex waiting for ever. Here a broken answer becomes a short one, which Codex notices and asks for again.
 */
export async function startRelay(order: RelayOrder): Promise<Relay> {
  const send = await senderOf(order);
  const server = http.createServer((incoming, outgoing) => {
    if (isSame(incoming.headers[PASS_HEADER], order.pass)) forward(send, incoming, outgoing);
    else refuse(incoming, outgoing);
  });
  const { port, close } = await listenOnLoopback(server);
  return { url: `http://127.0.0.1:${port}/v1/responses`, [Symbol.asyncDispose]: close };
}

type Send = (headers: OutgoingHttpHeaders, answered: (answer: IncomingMessage) => void) => ClientRequest;

async function senderOf({ upstream, environment, headers: own = {} }: RelayOrder): Promise<Send> {
  const isPlain = upstream.startsWith('http://');
  const agent = isPlain ? undefined : new https.Agent(await wayOut(environment));
  const { request } = isPlain ? http : https;
  return (theirs, answered) => request(upstream, { method: 'POST', headers: merged(theirs, own), agent }, answered);
}

/** Node sends no header that is undefined, but refuses to be told so. */
function merged(theirs: OutgoingHttpHeaders, own: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries({ ...theirs, ...own }).filter(([, value]) => value !== undefined));
}

function forward(send: Send, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { host: _ours, connection: _hop, [PASS_HEADER]: _pass, ...headers } = incoming.headers;
  const asked = send(headers, (answer) => {
    const { connection: _theirs, 'transfer-encoding': _chunked, 'content-length': _length, ...kept } = answer.headers;
    outgoing.writeHead(answer.statusCode ?? 502, kept);
    answer.on('error', () => outgoing.end());
    answer.pipe(outgoing);
  });
  asked.on('error', (error) => tellUnreached(outgoing, error));
  incoming.on('error', () => asked.destroy());
  outgoing.on('close', () => asked.destroy());
  incoming.pipe(asked);
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume();
  outgoing.writeHead(403, { connection: 'close' }).end();
}

/** The words are those that `classifyFailure` looks for. */
function tellUnreached(outgoing: ServerResponse, error: Error): void {
  if (outgoing.headersSent || outgoing.destroyed) return void outgoing.end();
  const message = `No connection to OpenAI: ${error.message}`;
  outgoing.writeHead(502, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ error: { message, type: 'server_error', param: null, code: null } }));
}
