import { expect, test } from 'vitest';
import type { RunRecord } from '../run.ts';
import { type JobProcess, watchJobs } from './job-processes.ts';
import { openScene, type Scene, sceneKey } from './scene.ts';

const nameOf = (job: string): string => job.split(' / ').at(-1) ?? '';

/** Issue, change, pull request, comment there: every job that the worker has runs. */
async function playStory(scene: Scene): Promise<void> {
  const issue = await scene.begin('Add a file', 'write a.txt: a');
  const { number } = await scene.pullOf(issue);
  await scene.follow(number, 'and another\nwrite b.txt: b');
  expect(await scene.lastReply(number)).toContain('on `codex/issue-');
}

const jobOf = (runs: readonly RunRecord[], runId: number, jobId: number) =>
  runs.find(({ id }) => id === runId)?.jobs.find(({ id }) => id === jobId);

/** Whether a value stands in something that a process was given. */
const has = ({ environment }: JobProcess, value: string): boolean =>
  [...environment.values()].some((given) => given.includes(value));

test('no request of the agent job used a token that can write code, and the publish job never had the model key', async () => {
  const watch = watchJobs();
  await using scene = await openScene({ watch: { onProgress: watch.onProgress } });
  await playStory(scene);
  const { runs, lab } = scene;
  const asked = [...lab.github.requests, ...lab.github.gitRequests].flatMap(({ token, method, path }) => {
    if (token.kind !== 'job') return [];
    const job = jobOf(runs, token.runId, token.jobId);
    return [{ name: nameOf(token.name), permissions: job?.permissions ?? {}, request: `${method} ${path}` }];
  });
  const byAgent = asked.filter(({ name }) => name === 'agent');
  expect(byAgent.some(({ request }) => request.includes('/git-upload-pack'))).toBe(true);
  const written = byAgent.flatMap(({ permissions }) =>
    Object.entries(permissions).flatMap(([name, access]) => (access === 'write' ? [name] : [])),
  );
  // It tells in the thread how far a turn is.
  expect(new Set(written)).toEqual(new Set(['issues', 'pull-requests']));
  expect(byAgent.every(({ permissions }) => permissions['contents'] === 'read')).toBe(true);
  const publish = asked.filter(({ name }) => name === 'publish');
  expect(publish.some(({ request }) => request.includes('/git-receive-pack'))).toBe(true);
  expect(publish.every(({ permissions }) => permissions['contents'] === 'write')).toBe(true);

  const ofJob = (name: string) => watch.processes.filter(({ job }) => nameOf(job.name) === name);
  const writing = [
    ...new Set(ofJob('publish').flatMap(({ environment }) => environment.get('INPUT_GITHUB-TOKEN') ?? [])),
  ];
  expect(writing).not.toEqual([]);
  expect(ofJob('agent').some((process) => has(process, sceneKey))).toBe(true);
  expect(ofJob('agent').filter((process) => writing.some((token) => has(process, token)))).toEqual([]);
  expect(ofJob('publish').length).toBeGreaterThan(4);
  expect(ofJob('publish').filter((process) => has(process, sceneKey))).toEqual([]);
});
