import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { openAiError, sendError, streamResponse } from './reply.ts';
import { type ModelRequest, parseRequest } from './request.ts';
import { nextSteps, type Rule } from './rule.ts';

export interface ScriptedModelSettings {
  readonly rules: readonly Rule[];
  /** 0 or absent: any free one. */
  readonly port?: number;
  /** The only key that it accepts; absent: any. */
  readonly key?: string;
  readonly models?: readonly string[];
  /** Is given the body of every request, as JSON. */
  readonly onBody?: (body: string) => void;
}

/** A request as it came in; `request` is undefined when it was none that the Responses API takes. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly request: ModelRequest | undefined;
}

export interface ScriptedModel extends AsyncDisposable {
  /** The base, for example `http://127.0.0.1:4010/v1`. */
  readonly url: string;
  /** What was asked of it, oldest first. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** The models that Codex 0.169.0 knows by itself. */
const knownModels = [
  'gpt-6-astra',
  'gpt-6.1-sol',
  'gpt-6.1-terra',
  'gpt-6-sol',
  'gpt-6-luna',
  'gpt-5.6-sol',
  'gpt-5.6-terra',
  'gpt-5.6-luna',
  'gpt-5.5',
];

/** Serves a Responses API on loopback that follows the rules. It keeps no state, so any number of threads can use it. */
export async function startScriptedModel(settings: ScriptedModelSettings): Promise<ScriptedModel> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    serve(settings, requests, incoming, outgoing).catch((error: unknown) => {
      // The client may have gone; what is left is to not leave it waiting.
      outgoing.destroy(error instanceof Error ? error : undefined);
    });
  });
  const port = await listen(server, settings.port ?? 0);
  const close = () => stop(server);
  return { url: `http://127.0.0.1:${port}/v1`, requests, close, [Symbol.asyncDispose]: close };
}

async function serve(
  settings: ScriptedModelSettings,
  requests: SeenRequest[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { method = '', url: path = '' } = incoming;
  const { authorization } = incoming.headers;
  const isResponse = method === 'POST' && path === '/v1/responses';
  const request = isResponse ? parseRequest(await readJson(incoming, settings)) : undefined;
  requests.push({ method, path, authorization, request });
  if (settings.key !== undefined && authorization !== `Bearer ${settings.key}`) return sendError(outgoing, wrongKey);
  if (!isResponse) return sendError(outgoing, openAiError(404, `Invalid URL (${method} ${path})`));
  if (!request) return sendError(outgoing, openAiError(400, 'We could not parse the JSON body of your request.'));
  if (!(settings.models ?? knownModels).includes(request.model))
    return sendError(outgoing, unknownModel(request.model));
  const steps = nextSteps(settings.rules, request.prompt, request.toolOutputs);
  return streamResponse(outgoing, steps, request, requests.length);
}

const wrongKey = openAiError(401, 'Incorrect API key provided.', 'invalid_api_key');

function unknownModel(model: string) {
  return openAiError(400, `The model \`${model}\` does not exist or you do not have access to it.`, 'model_not_found');
}

async function readJson(incoming: IncomingMessage, { onBody }: ScriptedModelSettings): Promise<unknown> {
  const sent = await buffer(incoming);
  try {
    const body = decompress(sent, incoming.headers['content-encoding']).toString('utf8');
    onBody?.(body);
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function decompress(sent: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(sent);
  if (encoding === 'zstd') return zstdDecompressSync(sent);
  return sent;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
