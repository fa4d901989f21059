import { Failure } from '@codex-worker/core';
import * as v from 'valibot';
import { readPayload } from '../events/event-file.ts';

const withRepository = v.object({ repository: v.object({ default_branch: v.pipe(v.string(), v.minLength(1)) }) });

/** The repository's default branch, as the events of a repository carry it. */
export async function readDefaultBranch(eventPath: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const parsed = v.safeParse(withRepository, await readPayload(eventPath));
  if (parsed.success) return parsed.output.repository.default_branch;
  const { GITHUB_EVENT_NAME: event, GITHUB_REF_NAME: branch } = env;
  // GitHub does not promise that a schedule's event tells more than its cron line; it runs on the default branch alone.
  if (event === 'schedule' && branch) return branch;
  throw new Failure('event-unserved', {
    what: 'The event does not say which repository it happened in (repository.default_branch is missing).',
    fix: 'Use an event of a repository, such as issues, issue_comment or workflow_dispatch.',
  });
}
