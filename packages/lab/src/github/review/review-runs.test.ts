import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startEngine } from '../../engine/engine.ts';
import { openGitHub, type TestGitHub } from '../open-github.ts';

const demo = { owner: 'octo-org', repo: 'demo' };
const pull = { ...demo, pull_number: 1 };
const workflow = `on: [pull_request_review, pull_request_review_comment]
jobs:
  tell:
    runs-on: ubuntu-latest
    steps:
      - run: echo "told $GITHUB_REF $GITHUB_SHA head=$GITHUB_HEAD_REF"
`;

/** Gives the events of a lab to an engine that runs them. */
async function attachEngine({ github }: TestGitHub) {
  const folder = await mkdtemp(path.join(tmpdir(), 'review-runs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const engine = startEngine(github, {
    workDir: path.join(folder, 'work'),
    toolCache: path.join(folder, 'tools'),
    node: process.execPath,
    product: { root: folder, repository: 'codex-worker/codex-worker' },
    env: { PATH: process.env['PATH'] ?? '', HOME: folder },
    timeScale: 0.01,
  });
  github.attach(engine);
  return engine;
}

/** `wanda` has opened #1, which brings a workflow that the default branch does not have. */
async function openPull() {
  const lab = await openGitHub();
  const wanda = lab.client(lab.github.tokens.writer);
  const main = await wanda.rest.git.getRef({ ...demo, ref: 'heads/main' });
  await wanda.rest.git.createRef({ ...demo, ref: 'refs/heads/change', sha: main.data.object.sha });
  await wanda.rest.repos.createOrUpdateFileContents({
    ...demo,
    path: '.github/workflows/review.yml',
    branch: 'change',
    message: 'Tell',
    content: Buffer.from(workflow).toString('base64'),
  });
  const { data } = await wanda.rest.pulls.create({ ...demo, title: 'Change', head: 'change', base: 'main' });
  return { lab, wanda, head: data.head.sha, engine: await attachEngine(lab) };
}

test('a comment on the diff makes a run for its review and one for itself, with the workflow of the merge commit', async () => {
  const { lab, wanda, head, engine } = await openPull();
  await wanda.rest.pulls.createReviewComment({
    ...pull,
    commit_id: head,
    path: '.github/workflows/review.yml',
    line: 1,
    body: 'Why both?',
  });
  await engine.idle();
  const merge = (await wanda.rest.git.getRef({ ...demo, ref: 'pull/1/merge' })).data.object.sha;
  expect(engine.runs).toMatchObject([
    { event: 'pull_request_review', path: '.github/workflows/review.yml', conclusion: 'success', headBranch: 'change' },
    { event: 'pull_request_review_comment', conclusion: 'success', headSha: head },
  ]);
  for (const { log } of engine.runs) expect(log).toContain(`told refs/pull/1/merge ${merge} head=\n`);
  expect((await lab.client(lab.github.tokens.reader).rest.pulls.listReviews(pull)).data).toHaveLength(1);
});

test('a review by a job makes no run', async () => {
  const { lab, engine } = await openPull();
  const job = lab.client(lab.jobToken({ 'pull-requests': 'write' }));
  await job.rest.pulls.createReview({ ...pull, event: 'COMMENT', body: 'From a job' });
  await engine.idle();
  expect(engine.runs).toEqual([]);
});
