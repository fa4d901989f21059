import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Api } from './api.ts';
import { isAttachmentPath } from './attachments/attachment-routes.ts';
import type { Fault, Faults } from './faults.ts';
import { parseGitRequest, serveGitRequest } from './git-http.ts';
import { graphqlPath } from './graphql/graphql-route.ts';
import { type Hosted, timestamp } from './hosted.ts';
import { tokenOf } from './identity.ts';
import { refuseOutsider } from './outsider.ts';
import { type RequestRecord, requestToken } from './request-log.ts';

export interface FrontParts {
  readonly hosted: Hosted;
  readonly rest: Api;
  /** Artifacts, cache and their storage. */
  readonly results: Hono;
  /** What people attached. */
  readonly attachments: Hono;
  readonly lab: Hono;
  /** More routes below `/_lab`, and pages for people. What it answers with a plain 404 goes on. */
  readonly app: Hono;
  readonly faults: Faults;
  readonly requests: RequestRecord[];
  readonly gitRequests: RequestRecord[];
}

/** The one door: tells REST, git, results, lab and pages apart, records requests, and breaks what should break. */
export function createFront(parts: FrontParts) {
  const door = openDoor(parts);
  if (!parts.hosted.isEnterprise) return door;
  return async (request: Request, env: HttpBindings): Promise<Response> => door(await withoutPrefix(request), env);
}

function openDoor(parts: FrontParts) {
  return async (request: Request, env: HttpBindings): Promise<Response> => {
    const refusal = refuseOutsider(request);
    if (refusal !== undefined) return refusal;
    const { pathname, search } = new URL(request.url);
    const page = await pageFor(parts, request, env);
    if (page !== undefined) return page;
    const began = performance.now();
    const { answer, log } = choose(parts, request, env);
    const path = pathname === graphqlPath ? await graphqlCall(request) : pathname + search;
    const response = await withFaults(parts.faults, { request, path, env }, answer);
    if (log) log.push(recordOf(parts, request, { path, status: response?.status ?? 0, ms: performance.now() - began }));
    // The socket is gone; nobody reads this.
    return response ?? new Response(null, { status: 500 });
  };
}

/** Where the API of GitHub Enterprise Server is. */
export const enterpriseApi = '/api/v3';

async function withoutPrefix(request: Request): Promise<Request> {
  const url = new URL(request.url);
  if (!url.pathname.startsWith('/api/')) return request;
  url.pathname = url.pathname.replace(/^\/api(?:\/v3)?/, '');
  const { method, headers } = request;
  const body = method === 'GET' || method === 'HEAD' ? undefined : await request.arrayBuffer();
  return new Request(url, { method, headers, ...(body === undefined ? {} : { body }) });
}

/** What is below `/_lab`, and what is for those who read HTML. */
async function pageFor({ lab, app }: FrontParts, request: Request, env: HttpBindings): Promise<Response | undefined> {
  if (new URL(request.url).pathname.startsWith('/_lab/'))
    return (await firstFound([lab, app], request, env)) ?? missing();
  if (request.headers.get('accept')?.includes('text/html') !== true) return undefined;
  return firstFound([app], request, env);
}

/** All GraphQL requests have one path: logs and faults tell them apart by what they ask for. */
async function graphqlCall(request: Request): Promise<string> {
  const { operationName } = await import('./graphql/operation.ts');
  return `${graphqlPath}?operation=${operationName(await request.clone().text())}`;
}

interface Choice {
  readonly answer: (request?: Request) => Response | Promise<Response>;
  /** Where the request is recorded. */
  readonly log: RequestRecord[] | undefined;
}

function choose(
  { hosted, rest, results, attachments, requests, gitRequests }: FrontParts,
  request: Request,
  env: HttpBindings,
): Choice {
  const { pathname } = new URL(request.url);
  if (/^\/(twirp|_results)\//.test(pathname))
    return { answer: (as = request) => results.fetch(as, env), log: undefined };
  if (isAttachmentPath(pathname)) return { answer: (as = request) => attachments.fetch(as, env), log: undefined };
  const git = parseGitRequest(request);
  if (git !== undefined) return { answer: () => serveGitRequest(hosted, request, git), log: gitRequests };
  return { answer: (as = request) => rest.fetch(as, env), log: requests };
}

async function firstFound(apps: readonly Hono[], request: Request, env: HttpBindings): Promise<Response | undefined> {
  for (const app of apps) {
    const response = await app.fetch(request, env);
    if (response.status !== 404 || response.headers.get('content-type')?.startsWith('text/plain') !== true)
      return response;
  }
  return undefined;
}

function missing(): Response {
  return Response.json({ message: 'Not Found' }, { status: 404 });
}

interface Exchange {
  readonly request: Request;
  readonly path: string;
  readonly env: HttpBindings;
}

/** The answer, or what a fault makes of it; undefined when the connection was dropped. */
async function withFaults(faults: Faults, exchange: Exchange, answer: Choice['answer']): Promise<Response | undefined> {
  const fault = faults.take(exchange.request.method, exchange.path);
  if (fault === undefined) return answer();
  const response = fault.when === 'after' ? await answer() : undefined;
  switch (fault.effect.kind) {
    case 'answer':
      return answerOf(fault.effect);
    case 'drop':
      exchange.env.incoming.socket.destroy();
      return undefined;
    case 'reset':
      exchange.env.incoming.socket.resetAndDestroy();
      return undefined;
    case 'timeout':
      await clientGone(exchange.env, fault.effect.ms);
      exchange.env.incoming.socket.destroy();
      return undefined;
    case 'halve':
      return answer(await halved(exchange.request));
    case 'delay':
      await delay(fault.effect.ms, undefined, { ref: false });
      return response ?? answer();
  }
}

/** Resolves when the client has closed the connection, or when it has waited so long. */
async function clientGone({ incoming }: HttpBindings, ms: number): Promise<void> {
  if (incoming.socket.destroyed) return;
  const given = new AbortController();
  const closed = once(incoming.socket, 'close', { signal: given.signal }).catch(() => undefined);
  await Promise.race([closed, delay(ms, undefined, { ref: false, signal: given.signal }).catch(() => undefined)]);
  given.abort();
}

async function halved(request: Request): Promise<Request> {
  const body = new Uint8Array(await request.arrayBuffer());
  const { method, url } = request;
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  return new Request(url, { method, headers, body: body.subarray(0, body.length >> 1) });
}

function answerOf({ status, headers, body }: Extract<Fault['effect'], { kind: 'answer' }>): Response {
  return typeof body === 'string' ? new Response(body, { status, headers }) : Response.json(body, { status, headers });
}

function recordOf(
  { hosted }: FrontParts,
  request: Request,
  seen: Pick<RequestRecord, 'path' | 'status' | 'ms'>,
): RequestRecord {
  const token = tokenOf(request.headers.get('authorization') ?? undefined);
  const identity = token === undefined ? ({ kind: 'anonymous' } as const) : hosted.tokens.identify(token);
  return {
    method: request.method,
    path: seen.path,
    status: seen.status,
    token: requestToken(identity),
    at: timestamp(hosted.now()),
    ms: Math.round(seen.ms * 10) / 10,
  };
}
