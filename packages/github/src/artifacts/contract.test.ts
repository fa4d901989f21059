import type { RunArtifacts } from '@codex-worker/core';
import { artifactStoreContract } from '@codex-worker/core/testing';
import type { RunRecord } from '@codex-worker/lab/run';
import { afterAll, beforeAll, vi } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { demoRun, playRun } from '../demo-run.ts';
import { artifactStore } from './artifact-store.ts';
import { runArtifacts } from './run-artifacts.ts';

// One GitHub for all: the toolkit reads the API's address once in the life of a process.
let github: DemoGitHub;
let clock = Date.now();
const runs: RunRecord[] = [];

beforeAll(async () => {
  // The toolkit writes to the log as it works, and a runner would obey what it writes there.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  github = await demoGitHub({ now: () => new Date(clock) });
  github.lab.attach({
    runs,
    dispatch: async () => [],
    cancel: () => false,
    rerun: () => false,
    concurrencyGroups: () => [],
    idle: async () => {},
  });
});
afterAll(() => github[Symbol.asyncDispose]());

artifactStoreContract(async () => ({
  store: artifactStore(github.job({ actions: 'write' })),
  async startRun() {
    clock += 60_000;
    const id = 600 + runs.length;
    runs.push(demoRun(id));
    const origin = {
      headRepositoryId: github.lab.repository.id,
      workflowPath: '.github/workflows/codex.yml',
      event: 'issue_comment',
      headBranch: 'main',
    };
    return { id, origin, artifacts: artifactsOf(id) };
  },
  async [Symbol.asyncDispose]() {
    const { owner } = github.lab.tokens;
    const { artifacts } = await github.as(owner, 'GET', '/actions/artifacts?per_page=100');
    for (const { id } of artifacts as { id: number }[]) await github.as(owner, 'DELETE', `/actions/artifacts/${id}`);
  },
}));

/** The adapter reads the environment of its process: each call is made as a job of this run. */
function artifactsOf(runId: number): RunArtifacts {
  const asRun = () => {
    playRun(github, runId);
    return runArtifacts();
  };
  return {
    upload: (...order) => asRun().upload(...order),
    downloadByName: (name) => asRun().downloadByName(name),
    remove: (name) => asRun().remove(name),
  };
}
