import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { startLab } from '../lab.ts';
import { narrator } from '../story/narrator.ts';
import { playStory } from '../story/play.ts';
import { jobOf, productionOrder } from './scene.ts';

const silent = new Writable({ write: (_chunk, _encoding, done) => done() });

test('the story that npm start plays comes out as it was promised', async () => {
  await using lab = await startLab(productionOrder);
  const report = await playStory(lab, narrator(silent, true));
  expect(report.problems).toEqual([]);
  expect(report.ok).toBe(true);
  const [opening, followUp, onPullRequest, afterTheMove, stranger] = report.steps;
  expect(opening?.codexThreadId).toMatch(/^[0-9a-f]{8}-/);
  expect(followUp?.codexThreadId).toBe(opening?.codexThreadId);
  expect(onPullRequest?.codexThreadId).toMatch(/^[0-9a-f]{8}-/);
  expect(onPullRequest?.codexThreadId).not.toBe(opening?.codexThreadId);
  expect([opening?.sandbox, followUp?.sandbox, onPullRequest?.sandbox]).toEqual(Array(3).fill('workspace-write'));
  expect(afterTheMove?.outcome).toBe('refused');
  expect(stranger?.decision).toBe('ignore');
  const inQueue = report.steps.at(-1);
  expect(inQueue).toMatchObject({ event: 'repository_dispatch', decision: 'enqueue', outcome: 'answered' });
  for (const { apiCalls, event } of report.steps.slice(0, -1)) {
    expect(apiCalls, `API calls of ${event}`).toBeLessThanOrEqual(18);
  }
  await expectOnePullRequest(lab.github, followUp?.prNumber ?? 0, opening?.thread ?? '');
  for (const thread of [opening?.thread, onPullRequest?.thread]) {
    const bundles = await list(lab.github, `actions/artifacts?name=codex-worker-session-${thread}`);
    expect(bundles, `bundles of ${thread}`).toHaveProperty('total_count', 1);
  }
  const run = lab.engine.runs[0];
  expect(run && jobOf(run, 'agent')?.permissions['contents']).toBe('read');
});

type GitHub = Awaited<ReturnType<typeof startLab>>['github'];

async function list({ api, tokens, repository }: GitHub, path: string): Promise<unknown> {
  const response = await fetch(`${api}/repos/${repository.owner}/${repository.name}/${path}`, {
    headers: { authorization: `Bearer ${tokens.owner}` },
  });
  return response.json();
}

async function expectOnePullRequest(github: GitHub, number: number, thread: string): Promise<void> {
  const pulls = await list(github, 'pulls?state=all');
  expect(pulls).toHaveLength(1);
  const issue = thread.replace('issue-', '');
  expect(pulls).toMatchObject([{ number, draft: false, body: expect.stringContaining(`Closes #${issue}`) }]);
}
