import { readFile } from 'node:fs/promises';
import { Failure } from '@codex-worker/core';
import * as v from 'valibot';

const withRepository = v.object({ repository: v.object({ default_branch: v.pipe(v.string(), v.minLength(1)) }) });

/** The repository's default branch, as every event of a repository carries it. */
export async function readDefaultBranch(eventPath: string): Promise<string> {
  const parsed = v.safeParse(withRepository, JSON.parse(await readFile(eventPath, 'utf8')));
  if (parsed.success) return parsed.output.repository.default_branch;
  throw new Failure('event-unserved', {
    what: 'The event does not say which repository it happened in (repository.default_branch is missing).',
    fix: 'Use an event of a repository, such as issues, issue_comment or workflow_dispatch.',
  });
}
