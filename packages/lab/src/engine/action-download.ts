import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { runGit, urlOf } from './git-process.ts';
import type { JobSession } from './job-session.ts';
import type { Source } from './sources.ts';

/** Fetches a commit of a repository into the job's actions folder, once, and returns the folder. */
export async function fetchRepository(session: JobSession, source: Source): Promise<string> {
  const folder = path.join(
    session.folders.actions,
    source.repository,
    createHash('sha256').update(source.sha).digest('hex'),
  );
  if (existsSync(folder)) return folder;
  const { host } = session.run.lab;
  // Actions are fetched by the service, not with what the workflow granted.
  const token = host.mintJobToken(
    { contents: 'read' },
    { runId: session.run.record.id, jobId: session.record.id, name: session.record.name },
  );
  session.masks.add(token);
  try {
    const git = (args: readonly string[]) => runGit(session, 'Set up job', args, folder, token);
    await mkdir(folder, { recursive: true });
    await git(['init', '--quiet', folder]);
    await git(['fetch', '--quiet', '--depth=1', urlOf(session, source.repository), source.sha]);
    await git(['checkout', '--quiet', '--force', 'FETCH_HEAD']);
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    host.revoke(token);
  }
}
