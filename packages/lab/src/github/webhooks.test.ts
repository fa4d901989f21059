import examples from '@octokit/webhooks-examples' with { type: 'json' };
import { expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';

type Json = Readonly<Record<string, unknown>>;

/** GitHub's own examples of an event: those of the action, or all where the action has none. */
function examplesOf(name: string, action: unknown): readonly Json[] {
  const found = (examples as unknown as readonly { name: string; examples: readonly Json[] }[]).find(
    (one) => one.name === name,
  );
  const all = found?.examples ?? [];
  const same = all.filter((example) => example['action'] === action);
  return same.length > 0 ? same : all;
}

/** Keys that every example has and ours lacks. Keys that only some have depend on the repository. */
function missingKeys(ours: unknown, theirs: readonly unknown[], at = ''): readonly string[] {
  const objects = theirs.filter((one): one is Json => typeof one === 'object' && one !== null && !Array.isArray(one));
  if (objects.length === 0 || objects.length < theirs.length) return [];
  // Nobody assigned, no milestone: null is as good.
  if (ours === null) return [];
  if (typeof ours !== 'object') return [at];
  const common = Object.keys(objects[0] ?? {}).filter((key) => objects.every((one) => key in one));
  return common.flatMap((key) =>
    key in ours
      ? missingKeys(
          (ours as Json)[key],
          objects.map((one) => one[key]),
          `${at}.${key}`,
        )
      : [`${at}.${key}`],
  );
}

/** Does one of everything, and gives the events that came of it. */
async function everyEvent() {
  const { github, client, events } = await openGitHub();
  const demo = { owner: 'octo-org', repo: 'demo' };
  const { rest } = client(github.tokens.writer);
  await rest.issues.create({ ...demo, title: 'One', body: 'Text', labels: ['codex'] });
  await rest.issues.addAssignees({ ...demo, issue_number: 1, assignees: ['wanda'] });
  await rest.issues.update({ ...demo, issue_number: 1, title: 'Two', labels: [] });
  await rest.issues.removeAssignees({ ...demo, issue_number: 1, assignees: ['wanda'] });
  const { data: comment } = await rest.issues.createComment({ ...demo, issue_number: 1, body: 'Hi' });
  await rest.issues.updateComment({ ...demo, comment_id: comment.id, body: 'Ho' });
  await rest.issues.deleteComment({ ...demo, comment_id: comment.id });
  await rest.issues.lock({ ...demo, issue_number: 1 });
  await rest.issues.unlock({ ...demo, issue_number: 1 });
  await rest.issues.update({ ...demo, issue_number: 1, state: 'closed' });
  await rest.issues.update({ ...demo, issue_number: 1, state: 'open' });
  const { data: main } = await rest.git.getRef({ ...demo, ref: 'heads/main' });
  await rest.git.createRef({ ...demo, ref: 'refs/heads/change', sha: main.object.sha });
  const write = (path: string) =>
    rest.repos.createOrUpdateFileContents({ ...demo, path, branch: 'change', message: 'Write', content: 'bmV3' });
  await write('one.txt');
  await rest.pulls.create({ ...demo, title: 'Change', head: 'change', base: 'main', body: 'Closes #1' });
  await write('two.txt');
  const pull = { ...demo, pull_number: 2 };
  const { data: review } = await rest.pulls.createReview({ ...pull, event: 'COMMENT', body: 'Hm' });
  await rest.pulls.updateReview({ ...pull, review_id: review.id, body: 'Well' });
  const at = { path: 'one.txt', line: 1, commit_id: review.commit_id ?? '' };
  const { data: remark } = await rest.pulls.createReviewComment({ ...pull, ...at, body: 'Why?' });
  await rest.pulls.updateReviewComment({ ...demo, comment_id: remark.id, body: 'Why not?' });
  await rest.pulls.deleteReviewComment({ ...demo, comment_id: remark.id });
  const asOwner = client(github.tokens.owner).rest;
  const approval = await asOwner.pulls.createReview({ ...pull, event: 'APPROVE' });
  await rest.pulls.dismissReview({ ...pull, review_id: approval.data.id, message: 'Too soon' });
  await rest.pulls.requestReviewers({ ...pull, reviewers: ['olivia'] });
  await rest.pulls.removeRequestedReviewers({ ...pull, reviewers: ['olivia'] });
  await rest.pulls.update({ ...demo, pull_number: 2, title: 'Change all' });
  await rest.pulls.update({ ...demo, pull_number: 2, state: 'closed' });
  await rest.pulls.update({ ...demo, pull_number: 2, state: 'open' });
  await rest.actions.createWorkflowDispatch({
    ...demo,
    workflow_id: 'codex.yml',
    ref: 'main',
    inputs: { prompt: 'Hi' },
  });
  await rest.repos.createDispatchEvent({ ...demo, event_type: 'on-demand-test' });
  await fetch(`${github.api}/_lab/issues/1/transfer`, { method: 'POST' });
  await rest.issues.create({ ...demo, title: 'Three' });
  await fetch(`${github.api}/_lab/issues/3/delete`, { method: 'POST' });
  await rest.pulls.update({ ...pull, state: 'closed' });
  await rest.git.deleteRef({ ...demo, ref: 'heads/change' });
  return events;
}

test('every event has the fields that GitHub documents by example', async () => {
  const events = await everyEvent();
  for (const { name, payload } of events) {
    const action = payload['action'];
    const theirs = examplesOf(name, action);
    expect.soft(theirs.length, `examples of ${name} ${action}`).toBeGreaterThan(0);
    // Which app is installed depends on the receiver; issues lost `draft` after the examples were taken.
    const missing = missingKeys(payload, theirs).filter((key) => key !== '.installation' && !/issue\.draft$/.test(key));
    expect.soft(missing, `${name} ${action}`).toEqual([]);
  }
});

test('all kinds of events come', async () => {
  const kinds = (await everyEvent()).map(({ name, payload }) => [name, payload['action']].filter(Boolean).join(' '));
  expect([...new Set(kinds)].toSorted()).toEqual([
    'create',
    'delete',
    'issue_comment created',
    'issue_comment deleted',
    'issue_comment edited',
    'issues assigned',
    'issues closed',
    'issues deleted',
    'issues edited',
    'issues labeled',
    'issues locked',
    'issues opened',
    'issues reopened',
    'issues transferred',
    'issues unassigned',
    'issues unlabeled',
    'issues unlocked',
    'pull_request closed',
    'pull_request edited',
    'pull_request opened',
    'pull_request reopened',
    'pull_request review_request_removed',
    'pull_request review_requested',
    'pull_request synchronize',
    'pull_request_review dismissed',
    'pull_request_review edited',
    'pull_request_review submitted',
    'pull_request_review_comment created',
    'pull_request_review_comment deleted',
    'pull_request_review_comment edited',
    'push',
    'repository_dispatch on-demand-test',
    'workflow_dispatch',
  ]);
});
