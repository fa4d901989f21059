import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BareRepository } from './bare-repository.ts';
import { plainGitEnvironment } from './git-command.ts';

/** One ref that a push moved. */
export interface PushedRef {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

export interface GitExchange {
  readonly response: Response;
  /** What was pushed; empty for a fetch. */
  readonly pushed: readonly PushedRef[];
}

/** Serves one request of git's smart HTTP protocol with git's own `http-backend`. */
export async function serveGit(
  repository: BareRepository,
  request: Request,
  service: { readonly path: string; readonly pusher: 'app' | 'other' },
): Promise<GitExchange> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'lab-push-'));
  try {
    const report = path.join(scratch, 'refs');
    const output = await runBackend(repository, request, {
      PATH_INFO: `/${path.basename(repository.folder)}${service.path}`,
      LAB_PUSHER: service.pusher,
      LAB_PUSH_REPORT: report,
    });
    return { response: toResponse(output), pushed: parseReport(await readFile(report, 'utf8').catch(() => '')) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function runBackend(
  repository: BareRepository,
  request: Request,
  env: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const child = spawn('git', ['http-backend'], {
    env: {
      ...plainGitEnvironment,
      ...env,
      GIT_PROJECT_ROOT: path.dirname(repository.folder),
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method,
      QUERY_STRING: new URL(request.url).search.slice(1),
      CONTENT_TYPE: request.headers.get('content-type') ?? '',
      HTTP_CONTENT_ENCODING: request.headers.get('content-encoding') ?? '',
      GIT_PROTOCOL: request.headers.get('git-protocol') ?? '',
      // receive-pack is only served to somebody with a name.
      REMOTE_USER: 'lab',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    child.on('close', () => resolve());
    child.on('error', reject);
  });
  if (request.body === null) child.stdin.end();
  // A backend that ends early (a refused push) closes the pipe; its answer says why.
  else await pipeline(Readable.fromWeb(request.body), child.stdin).catch(() => {});
  await ended;
  return Buffer.concat(chunks);
}

/** A CGI answer: headers, an empty line, the body. */
function toResponse(output: Buffer): Response {
  const end = output.indexOf('\r\n\r\n');
  const headers = new Headers();
  let status = 200;
  for (const line of output.subarray(0, Math.max(end, 0)).toString().split('\r\n')) {
    const [name = '', ...value] = line.split(': ');
    if (name === 'Status') status = Number.parseInt(value.join(': '), 10);
    else if (name !== '') headers.set(name, value.join(': '));
  }
  return new Response(new Uint8Array(output.subarray(end + 4)), { status: end < 0 ? 500 : status, headers });
}

function parseReport(report: string): readonly PushedRef[] {
  return report
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [before = '', after = '', ref = ''] = line.split(' ');
      return { ref, before, after };
    });
}
