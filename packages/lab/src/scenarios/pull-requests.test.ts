import { expect, test } from 'vitest';
import { answersIn, openScene, outputOf } from './scene.ts';

test.concurrent('a pull request whose branch was deleted is told so, and goes on when it is restored', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('Branch', 'write a.txt: 1');
  const pull = await scene.pullOf(issue);
  const { data: ref } = await scene.as('owner').rest.git.getRef({ ...scene.place, ref: `heads/${pull.branch}` });
  await scene.as('owner').rest.git.deleteRef({ ...scene.place, ref: `heads/${pull.branch}` });
  const reply = await scene.follow(pull.number, 'hello');
  expect(reply).toContain(`**Nothing was run:** #${pull.number} is closed. Reopen it, after restoring its branch`);
  await scene.as('owner').rest.git.createRef({ ...scene.place, ref: `refs/heads/${pull.branch}`, sha: ref.object.sha });
  await scene.as('owner').rest.pulls.update({ ...scene.place, pull_number: pull.number, state: 'open' });
  expect(await scene.follow(pull.number, 'again\nwrite b.txt: 2')).toMatch(/→ [0-9a-f]{7} on `codex/);
  expect(await scene.filesOf(pull.branch)).toEqual(expect.arrayContaining(['a.txt', 'b.txt']));
});

test.concurrent('where Actions may not open pull requests, the reply has the link to open it by hand', async () => {
  await using scene = await openScene();
  scene.lab.github.settings.allowActionsToCreatePullRequests = false;
  const issue = await scene.begin('By hand', 'write c.txt: 1');
  const reply = await scene.lastReply(issue);
  expect(reply).toContain(`/compare/main...codex%2Fissue-${issue}%2Fby-hand?expand=1&title=By+hand&body=`);
  expect(reply).toContain('Allow GitHub Actions to create and approve pull requests');
  expect(scene.lastRun().conclusion).toBe('success');
  scene.lab.github.settings.allowActionsToCreatePullRequests = true;
  expect(await scene.follow(issue, 'go on\nwrite d.txt: 2')).toMatch(/→ Pull request #\d+/);
  expect(await scene.filesOf((await scene.pullOf(issue)).branch)).toEqual(expect.arrayContaining(['c.txt', 'd.txt']));
});

test.concurrent('the pull request has a session of its own, and a late comment on the issue gets its link', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('Own session', 'write e.txt: 1');
  const session = outputOf(scene.lastRun(), 'session-id');
  const pull = await scene.pullOf(issue);
  expect(pull.body).toContain(`Closes #${issue}`);
  await scene.follow(pull.number, 'more\nwrite f.txt: 2');
  expect(outputOf(scene.lastRun(), 'session-id')).not.toBe(session);
  const asked = scene.model.requests.length;
  const comment = await scene.comments('owner', issue, 'and here?');
  await scene.idle();
  expect(await scene.lastReply(issue)).toContain(`/pull/${pull.number}`);
  expect(answersIn(await scene.replies(issue)).at(-1)).toBe(`comment-${comment} refused`);
  expect(scene.model.requests).toHaveLength(asked);
});
