import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelRequest } from './request.ts';
import { type ResponseItem, responseItem } from './response-items.ts';
import type { HttpError, Step } from './rule.ts';
import { usageOf } from './usage.ts';

/** An error as OpenAI words it. */
export function openAiError(status: number, message: string, code?: string): HttpError {
  return { status, message, ...(code ? { code } : {}) };
}

/** Answers with an error and its JSON body. */
export function sendError(outgoing: ServerResponse, { status, message, code, headers }: HttpError): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  const type = status >= 500 ? 'server_error' : 'invalid_request_error';
  outgoing.end(JSON.stringify({ error: { message, type, param: null, code: code ?? null } }));
}

/** Streams the steps of one response as server-sent events. */
export async function streamResponse(
  outgoing: ServerResponse,
  steps: readonly Step[],
  request: ModelRequest,
  number: number,
): Promise<void> {
  const refusal = steps.find((step) => 'fail' in step);
  if (refusal) return sendError(outgoing, refusal.fail);
  outgoing.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': `req_${number}` });
  const response = { id: `resp_${number}`, object: 'response', model: request.model };
  send(outgoing, 'response.created', { response: { ...response, status: 'in_progress' } });
  const items: ResponseItem[] = [];
  for (const [index, step] of steps.entries()) {
    if ('hang' in step) return;
    if ('cut' in step) return cut(outgoing);
    if ('failed' in step) {
      send(outgoing, 'response.failed', { response: { ...response, status: 'failed', error: step.failed } });
      outgoing.end();
      return;
    }
    if ('waitMs' in step) await sleep(step.waitMs);
    const item = responseItem(step, request.toolStyle, `${number}_${index}`);
    if (item) sendItem(outgoing, item, items.push(item) - 1);
  }
  const usage = usageOf(request, items);
  send(outgoing, 'response.completed', { response: { ...response, status: 'completed', output: items, usage } });
  outgoing.end();
}

function sendItem(outgoing: ServerResponse, item: ResponseItem, index: number): void {
  send(outgoing, 'response.output_item.added', { output_index: index, item: { ...item, status: 'in_progress' } });
  send(outgoing, 'response.output_item.done', { output_index: index, item });
}

function send(outgoing: ServerResponse, type: string, data: object): void {
  outgoing.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
}

/** What was written leaves first: a cut that the client cannot see would be a refused connection. */
function cut(outgoing: ServerResponse): void {
  outgoing.write('', () => outgoing.destroy());
}
