import { serveGit } from '../git-host/http-backend.ts';
import type { Hosted } from './hosted.ts';
import { type Identity, tokenOf } from './identity.ts';
import { fulfils, mayWriteWorkflows, needs } from './permissions.ts';
import { refsMoved } from './ref-changes.ts';

/** What a request of a git client asks for. */
interface GitRequest {
  readonly fullName: string;
  readonly path: string;
  readonly writes: boolean;
}

const route = /^\/([^/]+\/[^/]+?)(?:\.git)?(\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/;

/** Reads a request as one of git's; undefined when it is none. */
export function parseGitRequest(request: Request): GitRequest | undefined {
  const url = new URL(request.url);
  const [, fullName, path] = route.exec(url.pathname) ?? [];
  if (fullName === undefined || path === undefined) return undefined;
  const service = path === '/info/refs' ? (url.searchParams.get('service') ?? '') : path.slice(1);
  return { fullName, path, writes: service === 'git-receive-pack' };
}

/** Serves git over HTTP: who may read or write, the exchange, and what follows from a push. */
export async function serveGitRequest(hosted: Hosted, request: Request, asked: GitRequest): Promise<Response> {
  if (asked.fullName.toLowerCase() !== hosted.fullName.toLowerCase())
    return new Response('Repository not found.', { status: 404 });
  const identity = identify(hosted, request);
  if (identity === undefined) return unauthorized('Invalid username or token.');
  const refusal = refuse(hosted, identity, asked);
  if (refusal !== undefined) return refusal;
  const pusher = identity.kind === 'anonymous' || mayWriteWorkflows(identity) ? 'other' : 'app';
  const { response, pushed } = await serveGit(hosted.git, request, { path: asked.path, pusher });
  if (identity.kind !== 'anonymous') await refsMoved(hosted, identity, pushed);
  return response;
}

function identify(hosted: Hosted, request: Request): Identity | undefined {
  const token = tokenOf(request.headers.get('authorization') ?? undefined);
  return token === undefined ? { kind: 'anonymous' } : hosted.tokens.identify(token);
}

function refuse(hosted: Hosted, identity: Identity, asked: GitRequest): Response | undefined {
  if (fulfils(hosted, identity, asked.writes ? needs.writeContents : needs.readContents)) return undefined;
  if (identity.kind === 'anonymous') return unauthorized('Authentication required.');
  const denied = asked.writes
    ? `Permission to ${hosted.fullName}.git denied to ${identity.account.login}.`
    : 'Repository not found.';
  return new Response(`${denied}\n`, { status: asked.writes ? 403 : 404, headers: { 'content-type': 'text/plain' } });
}

function unauthorized(why: string): Response {
  return new Response(`${why}\n`, {
    status: 401,
    headers: { 'content-type': 'text/plain', 'www-authenticate': 'Basic realm="GitHub"' },
  });
}
