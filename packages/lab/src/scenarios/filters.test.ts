import { afterAll, beforeAll, expect, test } from 'vitest';
import { answersIn, noticesOf, openScene, outputOf, type Scene } from './scene.ts';

let scene: Scene;

beforeAll(async () => {
  scene = await openScene({
    with: { 'issue-label': 'codex', 'title-prefix': '[codex]', 'issue-types': 'Task' },
    caller: (text) => text.replace('types: [opened, edited, labeled, assigned]', 'types: [opened, labeled, closed]'),
  });
});
afterAll(() => scene[Symbol.asyncDispose]());

const served = { labels: ['codex'], type: 'Task' };
/** What the route said of the newest event. */
const reason = (): string => noticesOf(scene.lastRun());

test('a form that opens and labels an issue at once is answered once', async () => {
  const issue = await scene.opens('owner', '[codex] Greet', 'hello', served);
  await scene.idle();
  expect(scene.runs).toHaveLength(2);
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} answered`]);
  await scene.comments('bot', issue, 'a bot speaks');
  await scene.comments('stranger', issue, 'a stranger speaks');
  await scene.comments('reader', issue, 'a reader speaks');
  await scene.idle();
  expect(await scene.replies(issue)).toHaveLength(1);
  expect(scene.model.requests).toHaveLength(1);
  expect(scene.runs.slice(2).map((run) => outputOf(run, 'decision'))).toEqual(['ignore', 'ignore', 'ignore']);
  expect(reason()).toBe('ignore: rick has read permission, and write is needed');
});

test('a label that is added later starts the thread', async () => {
  const issue = await scene.opens('owner', '[codex] Later', 'hello', { type: 'Task' });
  await scene.idle();
  expect(reason()).toBe(`ignore: #${issue} does not have the label "codex"`);
  const label = (name: string) =>
    scene.as('owner').rest.issues.addLabels({ ...scene.place, issue_number: issue, labels: [name] });
  await label('bug');
  await scene.idle();
  expect(reason()).toBe('ignore: the label "bug" is not the worker\'s');
  expect(await scene.replies(issue)).toEqual([]);
  await label('codex');
  await scene.idle();
  expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} answered`]);
});

test('issues that a filter does not let through get no reply', async () => {
  const untitled = await scene.opens('owner', 'Greet', 'hello', served);
  const untyped = await scene.opens('owner', '[codex] Greet', 'hello', { labels: ['codex'] });
  const mistyped = await scene.opens('owner', '[codex] Greet', 'hello', { labels: ['codex'], type: 'Bug' });
  await scene.idle();
  const reasons = scene.runs.map(noticesOf);
  expect(reasons).toContain(`ignore: the title of #${untitled} does not begin with "[codex]"`);
  expect(reasons).toContain(`ignore: the type of #${untyped} is not set, not one of Task`);
  expect(reasons).toContain(`ignore: the type of #${mistyped} is Bug, not one of Task`);
  for (const issue of [untitled, untyped, mistyped]) expect(await scene.replies(issue)).toEqual([]);
});

test('issues of people without write permission start nothing, also with everything that the filters ask', async () => {
  const asked = scene.model.requests.length;
  const issues = [
    await scene.opens('reader', '[codex] Greet', 'hello', served),
    await scene.opens('stranger', '[codex] Greet', 'hello', served),
  ];
  await scene.idle();
  expect(outputOf(scene.lastRun(), 'decision')).toBe('ignore');
  for (const issue of issues) expect(await scene.replies(issue)).toEqual([]);
  expect(scene.model.requests).toHaveLength(asked);
});

test('an event of a kind that is not served is ignored with the reason', async () => {
  await scene.as('owner').rest.issues.update({ ...scene.place, issue_number: 1, state: 'closed' });
  await scene.idle();
  expect(reason()).toBe('ignore: the worker does not serve issues.closed');
  expect(scene.lastRun().conclusion).toBe('success');
});

test("comments on a person's own pull request start nothing", async () => {
  const octokit = scene.as('writer');
  const { data: main } = await octokit.rest.git.getRef({ ...scene.place, ref: 'heads/main' });
  await octokit.rest.git.createRef({ ...scene.place, ref: 'refs/heads/wanda/fix', sha: main.object.sha });
  const file = { path: 'note.txt', message: 'Note', content: Buffer.from('hi\n').toString('base64') };
  await octokit.rest.repos.createOrUpdateFileContents({ ...scene.place, ...file, branch: 'wanda/fix' });
  const { data: pull } = await octokit.rest.pulls.create({
    ...scene.place,
    head: 'wanda/fix',
    base: 'main',
    title: '[codex] Fix',
  });
  await scene.comments('owner', pull.number, 'hello');
  await scene.idle();
  expect(reason()).toBe(
    `ignore: #${pull.number} was not made by the worker: its branch "wanda/fix" does not begin with "codex/issue-"`,
  );
  expect(await scene.replies(pull.number)).toEqual([]);
});
