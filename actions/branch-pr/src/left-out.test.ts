import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { leaveTurn, openStage, permissionsOf, type Stage } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, expect, test } from 'vitest';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const key = { 'session-key': 'sk-0123456789abcdef' };

/** A patch that adds files of one line. */
const adding = (...names: readonly string[]) =>
  names
    .map(
      (name) =>
        `diff --git a/${name} b/${name}\nnew file mode 100644\n--- /dev/null\n+++ b/${name}\n@@ -0,0 +1 @@\n+MIT\n`,
    )
    .join('');

/** A turn with this change and answer, published: what the action said, and the reply. */
async function publish(
  turn: { readonly text: string; readonly patch: string },
  inputs: Readonly<Record<string, string>>,
) {
  const event = await stage.opened({ title: 'Add files', body: 'Add them.' });
  const { number } = event.payload['issue'] as { number: number };
  const thread = `issue-${number}`;
  const run = stage.run(event);
  const agent = await stage.job(run, event, { name: 'agent', permissions: await permissionsOf('thread.yml', 'agent') });
  await agent.use('session-restore', { thread, start: 'either', ...key });
  await leaveTurn(agent, thread, turn);
  await agent.use('session-persist', { thread, ...key });
  const permissions = await permissionsOf('thread.yml', 'publish');
  const job = await stage.job(run, event, { name: 'publish', permissions });
  const { links = 'all', ...rest } = inputs;
  const seen = await job.use('branch-pr', { thread, links, ...rest });
  await job.use('comment-reply', { thread, links });
  const comments = await stage.call('wanda', 'GET', `/issues/${number}/comments`);
  return { seen, reply: String(Object.values(comments as unknown as readonly { body: string }[]).at(-1)?.body) };
}

const git = async (...args: readonly string[]) =>
  (await promisify(execFile)('git', args, { cwd: stage.github.gitFolder })).stdout.trim();

test('what is protected is kept as an artifact that the reply links, and the rest lands', async () => {
  const turn = { text: 'I added both.', patch: adding('LICENSE', 'infra/main.tf') };
  const { seen, reply } = await publish(turn, { 'protected-paths': 'infra/**\n*.lock' });
  expect(seen.outputs['outcome']).toBe('opened');
  expect(await git('diff', '--name-only', 'main', seen.outputs['branch'] ?? '')).toBe('LICENSE');
  expect(reply).toContain('- `infra/main.tf`: the input `protected-paths` protects it.');
  expect(reply).toMatch(/\[A patch\]\(http:\/\/[^)]*\/actions\/runs\/\d+\/artifacts\/\d+\) has them/);
  expect(reply).toContain('```diff\ndiff --git a/infra/main.tf b/infra/main.tf\n');
  const { artifacts } = await stage.call('wanda', 'GET', '/actions/artifacts');
  const names = (artifacts as readonly { name: string }[]).map(({ name }) => name);
  expect(names).toContainEqual(expect.stringMatching(/^codex-worker-left-out-issue-\d+-\d+-1$/));
});

test('a change that is no change of files is refused, and its patch is shown', async () => {
  const patch = adding('LICENSE').replace('100644', '060000');
  const { seen, reply } = await publish({ text: 'Done.', patch }, {});
  expect(seen.outputs['outcome']).toBe('refused');
  expect(reply).toContain('**The change was not pushed:** the patch makes a file of the mode 060000');
  expect(reply).toContain('new file mode 060000');
});

test('the reply and the pull request do nothing but say, and plain links are text', async () => {
  const text =
    'Done, @octo-org/everybody. Fixes #99. <!-- x --> ![](https://evil.example/?x) [log in](https://evil.example)';
  const { seen, reply } = await publish({ text, patch: adding('A.md') }, { links: 'plain' });
  const pull = await stage.call('wanda', 'GET', `/pulls/${seen.outputs['pr-number']}`);
  for (const shown of [reply, String(pull['body'])]) {
    expect(shown.replaceAll('\u200b', '·')).toContain(
      'Done, @·octo-org/everybody. F·ixes #99. <·!-- x --> !·[]·(https:·//evil.example/?x) [log in]·(https:·//evil.example)',
    );
  }
});
