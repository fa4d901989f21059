import { expect, test } from 'vitest';
import { canLend } from './lent-user.ts';
import { errorsOf, openScene, outputOf, type SceneOrder, sceneKey } from './scene.ts';

/** Opens an issue in a repository whose caller is set up like this; answers what its author gets to see. */
async function ask(order: SceneOrder) {
  await using scene = await openScene(order);
  const issue = await scene.opens('owner', 'Greet', 'hello');
  await scene.idle();
  const run = scene.lastRun();
  return {
    replies: (await scene.replies(issue)).map(({ body }) => body),
    errors: errorsOf(run),
    conclusion: run.conclusion,
    log: run.log,
    asked: scene.model.requests.length,
    session: outputOf(run, 'session-id'),
  };
}

const wrongSettings = [
  { when: 'the key is missing', order: { secrets: { OPENAI_API_KEY: '' } }, says: ['OPENAI_API_KEY'] },
  {
    when: 'the key is wrong',
    order: { secrets: { OPENAI_API_KEY: 'sk-wrong-0123456789abcdef' } },
    says: ['OpenAI refused the key', 'OPENAI_API_KEY'],
  },
  {
    when: 'the key is too short to be one',
    order: { secrets: { OPENAI_API_KEY: 'sk-wrong' } },
    says: ['8 characters', 'SESSION_KEY', 'OPENAI_API_KEY'],
  },
  {
    when: 'the key has white space in it',
    order: { secrets: { OPENAI_API_KEY: 'sk-one two-0123456789abcdef' } },
    says: ['OPENAI_API_KEY'],
  },
  { when: 'the model does not exist', order: { with: { model: 'gpt-none' } }, says: ['gpt-none', '`model`'] },
  { when: 'the sandbox does not exist', order: { with: { sandbox: 'yolo' } }, says: ['"yolo"', 'workspace-write'] },
  { when: 'sessions are to be kept no day', order: { with: { 'retention-days': 0 } }, says: ['retention-days', '"0"'] },
  {
    when: 'the timeout is no number of minutes',
    order: { with: { 'timeout-minutes': -1 } },
    says: ['timeout-minutes', '"-1"'],
  },
  { when: 'a line of the config is none', order: { with: { config: 'nonsense' } }, says: ['"nonsense"', 'key=value'] },
  {
    when: 'the config names a file that Codex would obey',
    order: { with: { config: 'project_doc_fallback_filenames=["CODEX.md"]' } },
    says: ['project_doc_fallback_filenames=["CODEX.md"]', 'AGENTS.md on the default branch'],
  },
  {
    when: 'the CLI has no such version',
    order: { with: { 'codex-version': '0.0.0-none' } },
    says: ['0.0.0-none', 'codex-version'],
  },
  {
    when: 'the branch template is no branch',
    order: { with: { branch: 'codex/{number}..{summary}' } },
    says: ['codex/{number}..{summary}', '"branch"'],
  },
] as const;

test.concurrent("a team's own texts are said, with prices of its own", async () => {
  const texts = JSON.stringify({ 'facts.tokens': '{tokens} Token', 'facts.ownEstimate': 'Kosten: {cost}' });
  const { replies, conclusion } = await ask({ with: { texts, prices: 'gpt-6.1-sol: 1000000 / 1000000 / 1000000' } });
  expect(conclusion).toBe('success');
  expect(replies.join()).toMatch(/<summary>.*[\d,]+ Token · about \$[\d,]+\.00 /);
  expect(replies.join()).toMatch(/\n- Kosten: \$/);
});

for (const { when, order, says } of wrongSettings) {
  test.concurrent(`the thread is told in one message what to change when ${when}`, async () => {
    const { replies, conclusion } = await ask(order);
    expect(replies).toHaveLength(1);
    for (const text of says) expect(replies[0]).toContain(text);
    expect(conclusion).toBe('failure');
  });
}

test.concurrent('what cannot be said in the thread is said on the page of the run', async () => {
  const { replies, errors, conclusion } = await ask({ with: { 'minimum-permission': 'owner' } });
  expect(replies).toEqual([]);
  expect(errors).toBe('The input "minimum-permission" is "owner". Write one of read, write, admin.');
  expect(conclusion).toBe('failure');
});

test.concurrent('a key with a line end behind it works', async () => {
  const { replies, conclusion } = await ask({
    secrets: { OPENAI_API_KEY: 'sk-scene-0123456789abcdef0123456789abcdef\n' },
  });
  expect(replies).toHaveLength(1);
  expect(conclusion).toBe('success');
});

const startupFailures = [
  {
    when: 'the caller lacks a permission',
    caller: (text: string) => text.replace(/ {6}issues: write.*\n/, ''),
    says: 'issues: write',
  },
  {
    when: 'the caller has an input that does not exist',
    caller: (text: string) => text.replace('    secrets:', '    with: { modell: x }\n    secrets:'),
    says: 'modell',
  },
  {
    when: 'the caller has a secret that does not exist',
    caller: (text: string) => text.replace(/OPENAI_API_KEY: /, 'OPENAI_KEY: '),
    says: 'OPENAI_KEY',
  },
  {
    when: 'an input has another type',
    caller: (text: string) => text.replace('    secrets:', '    with: { draft: perhaps }\n    secrets:'),
    says: 'draft',
  },
] as const;

for (const { when, caller, says } of startupFailures) {
  test.concurrent(`nothing starts, with the name of what is wrong, when ${when}`, async () => {
    const { replies, conclusion, log } = await ask({ caller });
    expect(replies).toEqual([]);
    expect(conclusion).toBe('startup_failure');
    expect(log).toContain(says);
  });
}

for (const [what, key] of [
  ['missing', undefined],
  ['wrong', 'sk-wrong-0123456789abcdef'],
] as const) {
  test.concurrent(`what was asked with a key that is ${what} is answered once there is a right one`, async () => {
    await using scene = await openScene();
    scene.lab.setSecret('OPENAI_API_KEY', key);
    const issue = await scene.begin('Greet', 'in three languages');
    expect(await scene.lastReply(issue)).toContain(
      'When it is mended, comment `/codex retry` to have this taken once more, or reply',
    );
    scene.lab.setSecret('OPENAI_API_KEY', sceneKey);
    const reply = await scene.follow(issue, 'mended');
    expect(reply).toMatch(/You asked: .*Greet.*in three languages.*mended/s);
    expect(scene.lastRun().conclusion).toBe('success');
  });
}

test.runIf(canLend)('a user of its own for Codex reviews the changes, too', async () => {
  await using scene = await openScene({
    with: { safety: 'unprivileged-user', review: true },
    rules: [{ when: /^You review a change/m, steps: [{ say: '{"verdict":"publish","reason":"It writes a file."}' }] }],
  });
  const issue = await scene.begin('Greet', 'write a.txt: 1');
  const { branch } = await scene.pullOf(issue);
  expect(await scene.filesOf(branch)).toContain('a.txt');
});
