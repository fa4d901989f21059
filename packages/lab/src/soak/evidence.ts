import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Marker, readMarkers } from '@codex-worker/core';
import type { SoakThread } from './soak-thread.ts';
import type { SoakStage } from './stage.ts';

/** A comment of the worker. */
export interface Said {
  /** Where it stands. */
  readonly at: number;
  readonly body: string;
  readonly markers: readonly Marker[];
}

/** What anybody can see of a thread afterwards, and what the model was asked. */
export interface Evidence {
  /** What the worker said, the issue's first, each thread oldest first. */
  readonly said: readonly Said[];
  readonly commits: readonly { readonly sha: string; readonly requests: readonly string[] }[];
  readonly files: readonly string[];
  /** Numbers of the pull requests from the thread's branches. */
  readonly pulls: readonly number[];
  /** For each turn of the model, every prompt of its session, oldest first. */
  readonly turns: readonly (readonly string[])[];
}

/** Collects it. */
export async function evidenceOf(stage: SoakStage, { issue, pull }: SoakThread): Promise<Evidence> {
  const { acting, lab, model } = stage;
  const begin = `codex/issue-${issue}/`;
  const git = gitIn(lab.github.gitFolder);
  const branch = await git(['for-each-ref', '--count=1', '--format=%(refname)', `refs/heads/${begin}`]);
  const log =
    branch === ''
      ? ''
      : await git(['log', '--format=%H %(trailers:key=Codex-Request,valueonly,separator=%x20)', branch]);
  const files = branch === '' ? '' : await git(['ls-tree', '-r', '--name-only', branch]);
  const octokit = acting.as('owner');
  const pulls = await octokit.paginate(octokit.rest.pulls.list, { ...acting.place, state: 'all', per_page: 100 });
  const numbers = pull === undefined ? [issue] : [issue, pull];
  return {
    said: (await Promise.all(numbers.map((number) => saidIn(stage, number)))).flat(),
    commits: lines(log).map((line) => {
      const [sha = '', ...requests] = line.split(' ').filter((part) => part !== '');
      return { sha, requests };
    }),
    files: lines(files),
    pulls: pulls.filter(({ head }) => head.ref.startsWith(begin)).map(({ number }) => number),
    turns: model.requests.flatMap(({ request }) => (request?.toolOutputs === 0 ? [request.prompts] : [])),
  };
}

async function saidIn({ acting }: SoakStage, number: number): Promise<readonly Said[]> {
  const octokit = acting.as('owner');
  const order = { ...acting.place, issue_number: number, per_page: 100 };
  const comments = await octokit.paginate(octokit.rest.issues.listComments, order);
  const ours = comments.filter(({ user }) => user?.login === 'github-actions[bot]');
  return ours.map(({ body = '' }) => ({ at: number, body, markers: readMarkers(body) }));
}

const run = promisify(execFile);
const gitIn = (folder: string) => async (args: readonly string[]) =>
  (await run('git', ['-C', folder, ...args], { maxBuffer: 64 << 20 })).stdout.trim();

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
