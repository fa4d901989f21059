import { randomUUID, timingSafeEqual } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { listenOnLoopback } from './loopback.ts';
import { isCalledBy, type SocketTest } from './peer.ts';

/** The header by which Codex shows that it is Codex. Its value is in Codex's environment, which no command sees. */
export const TURN_HEADER = 'x-codex-worker-turn';
/** The header by which the relay knows what came through the gate. */
export const PASS_HEADER = 'x-codex-worker-pass';

/** The way to the key's proxy for Codex alone. Ends with its scope. */
export interface Gate extends AsyncDisposable {
  readonly port: number;
  /** What Codex has to send in `TURN_HEADER`. */
  readonly token: string;
  /** From now on connections from these sockets pass, and no others. */
  admit(isCodex: SocketTest): void;
}

export interface GateOrder {
  /** Port of the key's proxy. */
  readonly proxyPort: number;
  /** What the relay wants to see. */
  readonly pass: string;
}

/**
 * The key's proxy asks nobody who they are, so a command that has network could spend the key through it. Two things
 * tell Codex apart: a word that only its environment holds, and whose socket the connection is. A command finds the word
 * where there is no sandbox around it; and where Codex connects on behalf of a command, it has the socket but not the word.
 */
export async function startGate(order: GateOrder): Promise<Gate> {
  const token = randomUUID();
  let admitted: SocketTest | undefined;
  const known = new WeakMap<Socket, Promise<boolean>>();
  const isCodexHere = (socket: Socket): Promise<boolean> => {
    const verdict = known.get(socket) ?? owns(admitted, socket);
    known.set(socket, verdict);
    return verdict;
  };
  const judge = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const passes = isSame(incoming.headers[TURN_HEADER], token) && (await isCodexHere(incoming.socket));
    if (passes) forward(order, incoming, outgoing);
    else refuse(incoming, outgoing);
  };
  const server = http.createServer((incoming, outgoing) => {
    // Nobody could tell who it is: Codex asks again, on another connection.
    judge(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  const { port, close } = await listenOnLoopback(server);
  return {
    port,
    token,
    admit: (isCodex) => {
      admitted = isCodex;
    },
    [Symbol.asyncDispose]: close,
  };
}

/** Whether a header has a value that only its rightful sender knows. */
export function isSame(header: string | readonly string[] | undefined, secret: string): boolean {
  const [seen, wanted] = [Buffer.from(String(header)), Buffer.from(secret)];
  return seen.length === wanted.length && timingSafeEqual(seen, wanted);
}

async function owns(isCodex: SocketTest | undefined, { localPort, remotePort }: Socket): Promise<boolean> {
  if (isCodex === undefined || localPort === undefined || remotePort === undefined) return false;
  return isCalledBy(isCodex, { localPort, remotePort });
}

function forward({ proxyPort, pass }: GateOrder, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { host: _ours, connection: _hop, [TURN_HEADER]: _turn, ...headers } = incoming.headers;
  const { url: path, method } = incoming;
  const place = { host: '127.0.0.1', port: proxyPort, path, method };
  const asked = http.request({ ...place, headers: { ...headers, [PASS_HEADER]: pass } }, (answer) => {
    const { connection: _theirs, 'transfer-encoding': _chunked, ...kept } = answer.headers;
    outgoing.writeHead(answer.statusCode ?? 502, kept);
    answer.on('error', () => outgoing.destroy());
    answer.pipe(outgoing);
  });
  asked.on('error', () => outgoing.destroy());
  incoming.on('error', () => asked.destroy());
  outgoing.on('close', () => asked.destroy());
  incoming.pipe(asked);
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume();
  outgoing.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
  outgoing.end(JSON.stringify({ error: { message: 'Only Codex may use the proxy that holds the API key.' } }));
}
