import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openGitHub, runRecord, type TestGitHub } from '../github/open-github.ts';

const demo = { owner: 'octo-org', repo: 'demo' };
let lab: TestGitHub;
let folder: string;
let artifact: typeof import('@actions/artifact').default;
let cache: typeof import('@actions/cache');

// The toolkit reads the API's address once, when it is loaded: one GitHub serves all tests of this file.
beforeAll(async () => {
  // The toolkit reports to the log of a run, and there is none here.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  lab = await openGitHub({}, afterAll);
  folder = await mkdtemp(path.join(tmpdir(), 'lab-clients-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  Object.assign(process.env, {
    GITHUB_API_URL: lab.github.api,
    GITHUB_SERVER_URL: lab.github.server,
    ACTIONS_RESULTS_URL: `${lab.github.api}/`,
    ACTIONS_CACHE_SERVICE_V2: 'true',
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: folder,
  });
  artifact = (await import('@actions/artifact')).default;
  cache = await import('@actions/cache');
});

/** Makes this process a job of a run. */
function enterRun(id: number, event = 'issues'): number {
  if (lab.runs.every((run) => run.id !== id)) lab.runs.push(runRecord(id, 'a'.repeat(40), { event }));
  process.env['ACTIONS_RUNTIME_TOKEN'] = lab.github.mintRuntimeToken({ runId: id, jobId: id + 1 });
  return id;
}

async function fileWith(name: string, text: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

function findBy(runId: number, permissions: Parameters<TestGitHub['jobToken']>[0]) {
  return {
    findBy: {
      token: lab.jobToken(permissions),
      workflowRunId: runId,
      repositoryOwner: 'octo-org',
      repositoryName: 'demo',
    },
  };
}

test('an artifact is uploaded, found and downloaded in its run', async () => {
  enterRun(1000);
  const { id, size, digest } = await artifact.uploadArtifact('session', [await fileWith('a.txt', 'hello')], folder);
  const found = await artifact.getArtifact('session');
  expect(found.artifact).toMatchObject({ id, name: 'session', size, digest: `sha256:${digest}` });
  const { downloadPath } = await artifact.downloadArtifact(id ?? 0, { path: path.join(folder, 'same') });
  expect(await readFile(path.join(downloadPath ?? '', 'a.txt'), 'utf8')).toBe('hello');
});

test('a later run finds it by REST, downloads it and deletes it', async () => {
  const first = enterRun(1100);
  const { id } = await artifact.uploadArtifact('session', [await fileWith('a.txt', 'hello')], folder);
  enterRun(1200);
  const found = await artifact.getArtifact('session', findBy(first, { actions: 'read' }));
  expect(found.artifact.id).toBe(id);
  const options = findBy(first, { actions: 'read' });
  const { downloadPath, digestMismatch } = await artifact.downloadArtifact(id ?? 0, {
    ...options,
    path: path.join(folder, 'cross'),
    ...(found.artifact.digest === undefined ? {} : { expectedHash: found.artifact.digest }),
  });
  expect(digestMismatch).toBe(false);
  expect(await readFile(path.join(downloadPath ?? '', 'a.txt'), 'utf8')).toBe('hello');
  await expect(artifact.deleteArtifact('session', options)).rejects.toThrow('Resource not accessible by integration');
  await artifact.deleteArtifact('session', findBy(first, { actions: 'write' }));
  await expect(artifact.getArtifact('session', options)).rejects.toThrow('Artifact not found');
});

test('a file that is not archived keeps its name and its bytes', async () => {
  enterRun(1300);
  const bytes = new Uint8Array(9_000_000).map((_, at) => at % 251);
  const { id } = await artifact.uploadArtifact('', [await fileWith('session-issue-1.bin', bytes)], folder, {
    skipArchive: true,
  });
  const { downloadPath } = await artifact.downloadArtifact(id ?? 0, { path: path.join(folder, 'raw') });
  const back = await readFile(path.join(downloadPath ?? '', 'session-issue-1.bin'));
  expect(back.equals(bytes)).toBe(true);
});

test('a name is taken once in a run, and free again when the artifact is deleted', async () => {
  enterRun(1400);
  const upload = async () => artifact.uploadArtifact('session', [await fileWith('a.txt', 'hello')], folder);
  await upload();
  await expect(upload()).rejects.toThrow('409');
  await artifact.deleteArtifact('session');
  expect((await upload()).id).toBeGreaterThan(0);
});

test('a run neither sees nor deletes the artifacts of another', async () => {
  enterRun(1500);
  await artifact.uploadArtifact('session', [await fileWith('a.txt', 'hello')], folder);
  enterRun(1600);
  expect((await artifact.listArtifacts()).artifacts).toEqual([]);
  await expect(artifact.deleteArtifact('session')).rejects.toThrow('Artifact not found');
});

test('REST lists artifacts by name, newest first, with the run that made them', async () => {
  for (const run of [1700, 1800]) {
    enterRun(run);
    await artifact.uploadArtifact('by-name', [await fileWith('a.txt', 'hello')], folder, { retentionDays: 7 });
  }
  const { rest } = lab.client(lab.github.tokens.reader);
  const { data } = await rest.actions.listArtifactsForRepo({ ...demo, name: 'by-name' });
  expect(data.total_count).toBe(2);
  expect(data.artifacts).toMatchObject([
    { workflow_run: { id: 1800, repository_id: 700_000_001, head_repository_id: 700_000_001, head_branch: 'main' } },
    { workflow_run: { id: 1700 } },
  ]);
  const [{ created_at, expires_at } = { created_at: null, expires_at: null }] = data.artifacts;
  expect(Date.parse(expires_at ?? '') - Date.parse(created_at ?? '')).toBeCloseTo(7 * 86_400_000, -4);
});

test('an expired artifact is listed as such and cannot be downloaded', async () => {
  const run = enterRun(1900);
  const { id = 0 } = await artifact.uploadArtifact('session', [await fileWith('a.txt', 'hello')], folder);
  await fetch(`${lab.github.api}/_lab/artifacts/${id}/expire`, { method: 'POST' });
  const { rest } = lab.client(lab.github.tokens.reader);
  expect((await rest.actions.getArtifact({ ...demo, artifact_id: id })).data.expired).toBe(true);
  await expect(
    rest.actions.downloadArtifact({ ...demo, artifact_id: id, archive_format: 'zip' }),
  ).rejects.toMatchObject({ status: 410 });
  expect(run).toBe(1900);
});

test('the bytes of an artifact can be swapped behind its back', async () => {
  const run = enterRun(2000);
  const { id = 0 } = await artifact.uploadArtifact('', [await fileWith('swap.bin', 'before')], folder, {
    skipArchive: true,
  });
  const url = `${lab.github.api}/_lab/artifacts/${id}`;
  expect(await (await fetch(url)).text()).toBe('before');
  await fetch(url, { method: 'PUT', body: 'afterwards' });
  const found = await artifact.getArtifact('swap.bin', findBy(run, { actions: 'read' }));
  expect(found.artifact.size).toBe('afterwards'.length);
  const { downloadPath, digestMismatch } = await artifact.downloadArtifact(id, {
    path: path.join(folder, 'swapped'),
    ...(found.artifact.digest === undefined ? {} : { expectedHash: found.artifact.digest }),
  });
  expect(digestMismatch).toBe(false);
  expect(await readFile(path.join(downloadPath ?? '', 'swap.bin'), 'utf8')).toBe('afterwards');
});

test('a forged runtime token and a link without its signature open nothing', async () => {
  enterRun(2100);
  const { id = 0 } = await artifact.uploadArtifact('session', [await fileWith('a.txt', 'hello')], folder);
  const [header, claims] = (process.env['ACTIONS_RUNTIME_TOKEN'] ?? '').split('.');
  process.env['ACTIONS_RUNTIME_TOKEN'] = `${header}.${claims}.forged`;
  await expect(artifact.listArtifacts()).rejects.toThrow('401');
  expect((await fetch(`${lab.github.api}/_results/artifacts/${id}`)).status).toBe(403);
});

test('a cache is written by a push and read by an issue, never written by one', async () => {
  const cached = [await fileWith('tool.bin', 'binary')];
  enterRun(2200, 'issues');
  expect(await cache.saveCache(cached, 'codex-1')).toBe(-1);
  enterRun(2300, 'push');
  expect(await cache.saveCache(cached, 'codex-1')).toBeGreaterThan(0);
  await rm(cached[0] ?? '');
  enterRun(2200, 'issues');
  expect(await cache.restoreCache([...cached], 'codex-2')).toBeUndefined();
  expect(await cache.restoreCache([...cached], 'codex-2', ['codex-'])).toBe('codex-1');
  expect(await readFile(cached[0] ?? '', 'utf8')).toBe('binary');
});
