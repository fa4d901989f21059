import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
// The lab's GitHub is no part of its package's public door.
import { type LabGitHub, type LabGitHubOptions, startLabGitHub } from '@codex-worker/lab/github';
import { type GitHubClient, gitHubClient } from './client/github-client.ts';
import type { RunFacts } from './runner/run-facts.ts';

/** A local GitHub with one repository, for tests of the adapters. */
export interface DemoGitHub extends AsyncDisposable {
  readonly lab: LabGitHub;
  readonly run: RunFacts;
  /** A client with the token of a job that has exactly these permissions. */
  job(permissions: Readonly<Record<string, 'read' | 'write'>>): GitHubClient;
  /** Calls the API as somebody else. */
  as(token: string, method: string, path: string, body?: object): Promise<Record<string, unknown>>;
  /** Opens an issue; answers its number. */
  openIssue(title?: string, body?: string): Promise<number>;
  /** Makes the next matching request fail. `after` loses only the answer of a request that took effect. */
  fault(
    method: string,
    path: RegExp,
    effect: { status: number } | 'drop',
    options?: { after?: true; times?: number },
  ): void;
}

export async function demoGitHub(options: Partial<LabGitHubOptions> = {}): Promise<DemoGitHub> {
  const folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-github-'));
  const files = new Map([['README.md', '# Demo\n']]);
  const lab = await startLabGitHub({ dataDir: folder, owner: 'octo-org', name: 'demo', extraFiles: files, ...options });
  const repository = { owner: 'octo-org', name: 'demo', id: lab.repository.id };
  const as: DemoGitHub['as'] = async (token, method, route, body) => {
    const response = await fetch(`${lab.api}/repos/octo-org/demo${route}`, {
      method,
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
  };
  return {
    lab,
    as,
    run: {
      repository,
      runId: 500,
      attempt: 1,
      serverUrl: lab.server,
      apiUrl: lab.api,
      workflowPath: '.github/workflows/codex.yml',
      eventName: 'issues',
      eventPath: '',
      runUrl: `${lab.server}/octo-org/demo/actions/runs/500`,
      retentionDays: 90,
      temporaryFolder: folder,
      workspace: folder,
    },
    job: (permissions) =>
      gitHubClient({
        token: lab.mintJobToken({ metadata: 'read', ...permissions }, { runId: 500, jobId: 1, name: 'job' }),
        apiUrl: lab.api,
        repository,
        retryDelay: 5,
      }),
    openIssue: async (title = 'Add up', body = 'Make sum() add up.') =>
      Number((await as(lab.tokens.writer, 'POST', '/issues', { title, body }))['number']),
    fault(method, route, effect, { after, times = 1 } = {}) {
      lab.faults.add({
        method,
        path: route,
        times,
        when: after ? 'after' : 'before',
        effect:
          effect === 'drop'
            ? { kind: 'drop' }
            : { kind: 'answer', status: effect.status, headers: {}, body: { message: 'Server Error' } },
      });
    },
    async [Symbol.asyncDispose]() {
      await lab.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
