import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ScriptedModel, startScriptedModel } from '@codex-worker/lab/model';
import { openStage, permissionsOf, type Stage, type StageJob, type Transcript } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, expect, test } from 'vitest';

const key = 'sk-scenario-0123456789abcdef';
const rules = [
  {
    when: /^tamper/i,
    steps: [{ run: 'echo "X=1" >> "$(ls ../../_temp/_runner_file_commands/* | head -1)"' }, { say: 'Done.' }],
  },
  {
    when: /^break/i,
    steps: [
      { run: 'echo "X=1" >> "$(ls ../../_temp/_runner_file_commands/* | head -1)"' },
      { run: 'cd ../../_temp/codex-worker/prompt/codex-home && mv sessions kept && touch sessions' },
      { say: 'Done.' },
    ],
  },
  { when: /^hook/i, steps: [{ run: 'echo x >> .git/config; ls -a' }, { say: 'Done.' }] },
  { when: /call/i, steps: [{ run: 'curl -sS -m 5 http://evil.example/' }, { say: 'I could not call.' }] },
  { when: () => true, steps: [{ say: 'Done.' }] },
];

let stage: Stage;
let model: ScriptedModel;
beforeAll(async () => {
  stage = await openStage();
  model = await startScriptedModel({ rules, key });
});
afterAll(async () => {
  await model.close();
  await stage[Symbol.asyncDispose]();
});

const codex = () => ({
  'openai-api-key': key,
  'responses-api-url': `${model.url}/responses`,
  model: 'gpt-5.5',
});

/** A pipeline of one's own, and its answer to a prompt. */
async function prompt(inputs: Readonly<Record<string, string>>): Promise<{ job: StageJob; seen: Transcript }> {
  const event = await stage.opened({ title: 'A request' });
  const job = await stage.job(stage.run(event), event, { name: 'pipeline', permissions: {} });
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: job.workspace });
  git('init', '--quiet');
  git('-c', 'user.name=alice', '-c', 'user.email=a@example.com', 'commit', '-q', '--allow-empty', '-m', 'Begin');
  return { job, seen: await job.use('codex-run', { ...codex(), ...inputs }) };
}

const unsafe = { sandbox: 'danger-full-access', safety: 'none' };

test('no sandbox takes the word of the workflow', async () => {
  const { seen } = await prompt({ prompt: 'Go.', sandbox: 'danger-full-access' });
  expect(seen.exitCode).toBe(1);
  expect(seen.outputs['failure']).toContain('the input "safety" is "sandbox"');
});

test('where safety is none, the page of the run says what that costs', async () => {
  const { seen } = await prompt({ prompt: 'Go.', ...unsafe });
  expect(seen.outputs).toMatchObject({ outcome: 'answered', sandbox: 'danger-full-access' });
  expect(seen.log.filter((line) => line.includes('##[warning]') && line.includes('safety is none'))).toHaveLength(1);
});

test("a turn that wrote to the runner's files fails, and they are as they were", async () => {
  const { seen } = await prompt({ prompt: 'Tamper', ...unsafe });
  expect(seen.exitCode).toBe(1);
  expect(seen.outputs['failure']).toMatch(/^A command of Codex changed `_runner_file_commands\/\S+`/);
  expect(seen.log.join('\n')).toContain('Codex Worker: runner-files');
});

test("a turn whose end cannot be read has not changed the runner's files either", async () => {
  const { seen } = await prompt({ prompt: 'Break', ...unsafe });
  expect(seen.exitCode).toBe(1);
  expect(seen.outputs).toEqual(expect.not.objectContaining({ X: '1' }));
  expect(seen.outputs['failure']).toMatch(/^A command of Codex changed `_runner_file_commands\/\S+`/);
});

test('settings of git that a turn changed are put back', async () => {
  const { job, seen } = await prompt({ prompt: 'Hook', ...unsafe });
  expect(seen.outputs).toMatchObject({ outcome: 'answered' });
  expect(seen.log.join('\n')).toContain('##[warning]Git obeys `.git/config`, which the turn changed: put back.');
  expect(await readFile(path.join(job.workspace, '.git/config'), 'utf8')).not.toContain('x\n');
});

test('an allow-list without hosts names the input', async () => {
  const { seen } = await prompt({ prompt: 'Go.', network: 'allow-list' });
  expect(seen.outputs['failure']).toContain('"network-hosts" names no host');
});

for (const address of ['api.example.org/v1/responses', 'ftp://api.example.org/v1/responses']) {
  test(`the address ${address} names the input`, async () => {
    const { seen } = await prompt({ prompt: 'Go.', 'responses-api-url': address });
    expect(seen.outputs['failure']).toContain(`The input "responses-api-url" is "${address}".`);
  });
}

test('what a turn was refused stands below its answer', async () => {
  const event = await stage.opened({ title: 'Call', body: 'Call somebody' });
  const { number } = event.payload['issue'] as { readonly number: number };
  const thread = `issue-${number}`;
  const permissions = await permissionsOf('thread.yml', 'agent');
  const job = await stage.job(stage.run(event), event, { name: 'agent', permissions });
  await job.use('session-restore', { thread, start: 'either', 'session-key': key });
  const network = { network: 'allow-list', 'network-hosts': 'packages.example.org\n*.example.org' };
  const seen = await job.use('codex-run', { thread, ...codex(), ...network });
  expect(seen.outputs).toMatchObject({ outcome: 'answered' });
  const turns = JSON.parse(await readFile(path.join(job.temp, 'codex-worker', thread, 'turns.json'), 'utf8'));
  expect(turns.outbox.replies[0].text).toBe(
    'I could not call.\n\n<sub>Not on the allow-list of this workflow (`network-hosts`), so not reached: `evil.example:80`</sub>',
  );
});
