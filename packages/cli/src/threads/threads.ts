import { Failure } from '@codex-worker/core';
import { connect } from '../github-api/connect.ts';
import { namedApi } from '../github-api/named-api.ts';
import { Refusal } from '../refusal.ts';
import { findPlace } from '../repository/find-place.ts';
import { pageOf } from '../repository/remote-address.ts';
import type { Terminal } from '../terminal.ts';
import { listThreads } from './list-threads.ts';
import { takeNotes } from './notes.ts';
import { readTraces } from './read-traces.ts';
import { renderThreads, threadsAsJson } from './render-threads.ts';
import { exitCodeOf, type ThreadList } from './thread-row.ts';
import type { ThreadsOrder } from './threads-command-line.ts';

/** Lists the threads of a repository. Answers the exit code. */
export async function threads(order: ThreadsOrder, folder: string, terminal: Terminal): Promise<number> {
  const now = new Date().toISOString();
  const list = await read(order, folder, terminal.environment, now);
  terminal.print(order.json ? threadsAsJson(list) : renderThreads(list, now, terminal));
  return exitCodeOf(list);
}

async function read(
  order: ThreadsOrder,
  folder: string,
  environment: NodeJS.ProcessEnv,
  now: string,
): Promise<ThreadList> {
  const { remote } = await findPlace(order, folder, environment);
  const client = await connect(remote, namedApi(order.apiUrl, environment), environment);
  if (client === undefined) {
    throw new Refusal('There is no token to look with. Set GITHUB_TOKEN, or sign in: gh auth login.', 2);
  }
  const notes = takeNotes();
  const { days, ownLogin } = order;
  try {
    const traces = await readTraces(client, { page: pageOf(remote, ''), days, ownLogin, now }, notes);
    return {
      repository: `${remote.owner}/${remote.name}`,
      complete: notes.complete,
      notes: notes.said,
      threads: listThreads(traces, order.all),
    };
  } catch (error) {
    throw error instanceof Failure ? asRefusal(error, `${remote.owner}/${remote.name}`) : error;
  }
}

function asRefusal({ code, what }: Failure, repository: string): Refusal {
  const isRefused = code === 'permission-missing';
  const does = isRefused ? `See that ${repository} exists, and that the token may read it.` : 'Try again later.';
  return new Refusal(`${what} ${does}`, 2);
}
