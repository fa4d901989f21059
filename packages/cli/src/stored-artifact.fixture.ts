import { runArtifacts } from '@codex-worker/github';
import type { LabGitHub } from '@codex-worker/lab/github';
import { type AtEnd, scratchFolder } from './scratch-repository.fixture.ts';

interface Stored {
  readonly name: string;
  readonly bytes: Buffer;
  readonly days: number;
  /** Each run has one of a name. */
  readonly runId?: number;
}

/** Stores an artifact as a job of a run does. */
export async function storeArtifact(
  github: LabGitHub,
  { name, bytes, days, runId = 500 }: Stored,
  atEnd: AtEnd,
): Promise<void> {
  Object.assign(process.env, {
    GITHUB_SERVER_URL: github.server,
    ACTIONS_RESULTS_URL: github.api,
    ACTIONS_RUNTIME_TOKEN: github.mintRuntimeToken({ runId, jobId: runId * 10 }),
    RUNNER_TEMP: await scratchFolder(atEnd),
  });
  await runArtifacts().upload(name, new Map([[name, bytes]]), days);
}
