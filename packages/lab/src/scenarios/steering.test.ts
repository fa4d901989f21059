import { expect, test } from 'vitest';
import { lastPrompt, promptsOf } from './asking.ts';
import { answersIn, noticesOf, openScene, outputOf, type Scene, until } from './scene.ts';

/** What the newest turn sent to the model first. */
const lastAsked = (scene: Scene) => scene.model.requests.findLast(({ request }) => request?.toolOutputs === 0)?.request;

const sessionsOf = (scene: Scene): readonly string[] => [
  ...new Set(scene.runs.map((run) => outputOf(run, 'session-id')).filter((id) => id !== undefined)),
];

/** The owner comments one thing after the other, without waiting, and everything that follows happens. */
async function asks(scene: Scene, issue: number, ...texts: readonly string[]): Promise<readonly number[]> {
  const comments: number[] = [];
  for (const text of texts) comments.push(await scene.comments('owner', issue, text));
  await scene.idle();
  return comments;
}

const said = async (scene: Scene, issue: number): Promise<string> =>
  (await scene.replies(issue)).map(({ body }) => body).join('\n\n');

const listed = '| first line of a comment | what it does |';

test.concurrent('stop ends the turn that runs, and the thread goes on in its session', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('Stop', 'hello');
  expect(await scene.follow(issue, '/codex stop')).toContain('Nothing runs in this thread');
  const long = await scene.comments('owner', issue, 'long work\nwrite half.txt: done\nwait 60000');
  await until(() => scene.model.requests.some(({ request }) => request?.toolOutputs === 1));
  const run = scene.lastRun();
  await scene.comments('writer', issue, '/codex status');
  await until(async () => (await scene.lastReply(issue)).includes('at work in this thread since'));
  expect(await scene.lastReply(issue)).toContain(`/actions/runs/${run.id}) has been at work`);
  const stop = await scene.comments('writer', issue, '/codex stop');
  await scene.idle();
  expect(run.conclusion).toBe('cancelled');
  const replies = await scene.replies(issue);
  expect(replies.map(({ body }) => body)).toContainEqual(expect.stringMatching(/^\*\*Stopping\.\*\* \[The run\]/));
  expect(answersIn(replies)).toEqual(expect.arrayContaining([`comment-${long} cancelled`, `comment-${stop} answered`]));
  expect(await scene.follow(issue, 'go on')).toContain('You asked: go on');
  // The turn that was stopped is part of the session.
  expect(lastAsked(scene)?.prompts.join('\n')).toMatch(/Stop.*long work.*go on/s);
  expect(sessionsOf(scene)).toHaveLength(1);
  expect(await scene.filesOf((await scene.pullOf(issue)).branch)).toContain('half.txt');
});

test.concurrent('undo takes back the last commit and what Codex remembers of it; pr opens the pull request', async () => {
  await using scene = await openScene({ with: { 'pull-request': 'on-request' } });
  const issue = await scene.begin('Draw', 'write one.txt: 1');
  expect(await scene.lastReply(issue)).toMatch(/→ [0-9a-f]{7} on `.*`\. `\/codex pr` opens the pull request\./);
  const branch = `codex/issue-${issue}/draw`;
  await scene.follow(issue, 'a wrong turn\nwrite two.txt: 2');
  expect(await scene.filesOf(branch)).toContain('two.txt');
  const undone = await scene.follow(issue, '/codex undo');
  expect(undone).toMatch(
    /The last turn is taken back\. The commit [0-9a-f]{7} is reverted\. Codex does not remember it/,
  );
  expect(await scene.filesOf(branch)).not.toContain('two.txt');
  expect(promptsOf(scene)).toHaveLength(2);
  await asks(scene, issue, 'a better turn\nwrite three.txt: 3', '/codex pr');
  expect(lastAsked(scene)?.prompts.join('\n')).toMatch(/Draw.*a better turn/s);
  expect(lastAsked(scene)?.prompts.join('\n')).not.toContain('a wrong turn');
  expect(sessionsOf(scene)).toHaveLength(1);
  expect(await scene.lastReply(issue)).toMatch(/→ Pull request #\d+\..*this thread has ended/s);
  const files = await scene.filesOf((await scene.pullOf(issue)).branch);
  expect(files).toEqual(expect.arrayContaining(['one.txt', 'three.txt']));
  expect(files).not.toContain('two.txt');
  expect(promptsOf(scene)).toHaveLength(3);
});

test.concurrent('a plan changes nothing until go carries it out, with the model and the effort of the thread', async () => {
  await using scene = await openScene({ with: { 'pull-request': 'never' } });
  const issue = await scene.begin('Plan', 'hello');
  await asks(scene, issue, '/codex go', '/codex plan\nwrite planned.txt: too early');
  expect(await said(scene, issue)).toContain('this session holds no plan');
  expect(promptsOf(scene)).toHaveLength(2);
  expect(lastPrompt(scene)).toMatch(/^Make a plan only\..*write planned\.txt/s);
  expect(scene.runs.map((run) => outputOf(run, 'changed'))).not.toContain('true');
  await asks(scene, issue, '/codex model gpt-5.5', '/codex effort high', '/codex go\nwrite planned.txt: done');
  expect(await said(scene, issue)).toContain('use the model `gpt-5.5`');
  expect(await said(scene, issue)).toContain('use the reasoning effort high');
  expect(lastPrompt(scene)).toMatch(/^Carry out the plan that you made\..*write planned\.txt/s);
  expect(lastAsked(scene)).toMatchObject({ model: 'gpt-5.5', effort: 'high' });
  expect(await scene.filesOf(`codex/issue-${issue}/plan`)).toContain('planned.txt');
  await asks(scene, issue, '/codex model default', 'as before');
  expect(lastAsked(scene)?.model).not.toBe('gpt-5.5');
  expect(lastAsked(scene)).toMatchObject({ prompt: 'as before', effort: 'high' });
  expect(promptsOf(scene)).toHaveLength(4);
  expect(sessionsOf(scene)).toHaveLength(1);
});

test.concurrent('retry takes what failed once more, reset begins a new session on the same branch', async () => {
  let hasQuota = false;
  const quota = { status: 429, code: 'insufficient_quota', message: 'You exceeded your current quota.' };
  await using scene = await openScene({
    with: { 'pull-request': 'never' },
    rules: [{ when: (prompt) => prompt.startsWith('dear') && !hasQuota, steps: [{ fail: quota }] }],
  });
  const issue = await scene.begin('Kept', 'write kept.txt: 1');
  const [, dear] = await asks(scene, issue, '/codex retry', 'dear request');
  expect(await said(scene, issue)).toContain('There is nothing to retry');
  expect(await scene.lastReply(issue)).toMatch(/^\*\*Codex could not answer\.\*\* .*quota.*`\/codex retry`/s);
  hasQuota = true;
  const [retry] = await asks(scene, issue, '/codex retry');
  expect(await scene.lastReply(issue)).toContain('You asked: dear request');
  expect(answersIn(await scene.replies(issue)).slice(-3)).toEqual([
    `comment-${dear} failed`,
    `comment-${retry} answered`,
    `comment-${dear} answered`,
  ]);
  const [first] = sessionsOf(scene);

  await asks(scene, issue, '/codex reset\nwrite anew.txt: 2', 'and on');
  expect(lastAsked(scene)?.prompts.join('\n')).toMatch(/anew\.txt.*and on/s);
  expect(lastAsked(scene)?.prompts.join('\n')).not.toContain('dear request');
  expect(sessionsOf(scene).slice(1)).toEqual([expect.not.stringMatching(`^${first}$`)]);
  expect(await scene.filesOf(`codex/issue-${issue}/kept`)).toEqual(expect.arrayContaining(['kept.txt', 'anew.txt']));
});

test.concurrent('help, status and a mistyped word are answered by the router alone, and a stranger steers nothing', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('Words', 'hello');
  const before = scene.runs.length;
  expect(await scene.follow(issue, '/codex help')).toContain(listed);
  const mistyped = await scene.follow(issue, '/codex stauts');
  expect(mistyped).toContain('does not know the word `stauts`. Was `/codex status` meant?');
  expect(mistyped).toContain(listed);
  expect(await scene.follow(issue, '/codex status')).toMatch(
    /^Nothing runs in this thread\. None waits\..*The last answer/s,
  );
  expect(scene.runs.slice(before).map((run) => outputOf(run, 'decision'))).toEqual(Array(3).fill('command'));
  expect(
    scene.runs
      .slice(before)
      .flatMap(({ jobs }) => jobs)
      .filter(({ conclusion }) => conclusion !== 'skipped'),
  ).toHaveLength(3);
  const told = (await scene.replies(issue)).length;
  await scene.comments('stranger', issue, '/codex reset');
  await scene.comments('reader', issue, '/codex stop');
  await scene.comments('owner', issue, '> /codex reset\n\nwhat does that do?');
  await scene.idle();
  expect(scene.runs.map(noticesOf)).toContain('ignore: rick has read permission, and write is needed');
  expect(await scene.replies(issue)).toHaveLength(told + 1);
  expect(lastPrompt(scene)).toContain('what does that do?');
  expect(sessionsOf(scene)).toHaveLength(1);
});
