import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LabGitHub, type LabGitHubOptions, startLabGitHub } from '@codex-worker/lab/github';
import { onTestFinished } from 'vitest';
import { type AtEnd, scratchRepository } from './scratch-repository.fixture.ts';

/** `octo-org/demo` on a GitHub of this machine, and a repository here that has it as its remote. */
export interface LabRepository {
  readonly github: LabGitHub;
  readonly folder: string;
  /** What a terminal's environment needs to speak to it as its owner. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Opens both, for one test unless told otherwise. */
export async function labRepository(
  options: Partial<LabGitHubOptions> = {},
  atEnd: AtEnd = onTestFinished,
): Promise<LabRepository> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'codex-worker-cli-lab-'));
  const extraFiles = new Map([['README.md', '# Demo\n']]);
  const github = await startLabGitHub({ dataDir, owner: 'octo-org', name: 'demo', extraFiles, ...options });
  atEnd(async () => {
    await github.close();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  });
  const folder = await scratchRepository(`${github.server}/octo-org/demo.git`, atEnd);
  return { github, folder, environment: { GITHUB_API_URL: github.api, GITHUB_TOKEN: github.tokens.owner } };
}
