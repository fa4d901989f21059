import { expect, test } from 'vitest';
import { aTrust, trustedOrigin } from '../testing/index.ts';
import { distrust } from './trust.ts';

test.each([
  { when: 'a comment on the default branch made it', origin: {}, problem: undefined },
  { when: 'an opened issue made it', origin: { event: 'issues' }, problem: undefined },
  { when: 'a run by hand made it', origin: { event: 'workflow_dispatch' }, problem: undefined },
  { when: 'the path names the ref', origin: { workflowPath: '.github/workflows/codex.yml@main' }, problem: undefined },
  {
    when: 'a review made it, on the branch of its pull request',
    origin: { event: 'pull_request_review', headBranch: 'feature' },
    problem: undefined,
  },
  {
    when: 'a comment on code made it, in a fork',
    origin: { event: 'pull_request_review_comment', headRepositoryId: 43 },
    problem: 'its run belongs to a fork',
  },
  { when: "a fork's run made it", origin: { headRepositoryId: 43 }, problem: 'its run belongs to a fork' },
  { when: 'its fork was deleted', origin: { headRepositoryId: undefined }, problem: 'its run belongs to a fork' },
  {
    when: 'another workflow made it',
    origin: { workflowPath: '.github/workflows/ci.yml' },
    problem: 'its run belongs to the workflow .github/workflows/ci.yml',
  },
  {
    when: 'a workflow of a like name made it',
    origin: { workflowPath: '.github/workflows/codex.yml.yml' },
    problem: 'its run belongs to the workflow .github/workflows/codex.yml.yml',
  },
  { when: 'a pull request made it', origin: { event: 'pull_request' }, problem: 'its run was started by pull_request' },
  { when: 'a push made it', origin: { event: 'push' }, problem: 'its run was started by push' },
  { when: 'another branch made it', origin: { headBranch: 'feature' }, problem: 'its run was on the branch feature' },
  { when: 'its branch is unknown', origin: { headBranch: undefined }, problem: 'its run was on the branch unknown' },
])('a bundle is judged by its run: $when', ({ origin, problem }) => {
  expect(distrust({ ...trustedOrigin, ...origin }, aTrust)).toBe(problem);
});
