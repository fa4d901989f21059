import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { lastPrompt, promptsOf } from './asking.ts';
import { example } from './example.ts';
import { noticesOf, openScene, outputOf, type Scene, until } from './scene.ts';

/** CI as people have it: it prints what is wrong, and fails until a file is there. */
const ci = `name: CI
on: pull_request
jobs:
  test:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@v7
      - run: test -f fixed.txt || { echo 'fixed.txt is missing, and \`\`\` closes nothing'; exit 1; }
`;

/** The example, whose prompt also tells the scripted model what to write. */
async function callers(writes: string, change = (text: string) => text) {
  const mend = (await example('ci-fix.yml')).replace('The checks of', `write ${writes}: 1\n        The checks of`);
  return { 'codex.yml': await example('codex.yml'), 'ci.yml': ci, 'ci-fix.yml': change(mend) };
}

/** Somebody pushes a branch with one file and proposes it. */
async function proposes(scene: Scene, branch = 'feature'): Promise<number> {
  const { rest } = scene.as('writer');
  const { data: main } = await rest.git.getRef({ ...scene.place, ref: 'heads/main' });
  await rest.git.createRef({ ...scene.place, ref: `refs/heads/${branch}`, sha: main.object.sha });
  await pushes(scene, branch, `${branch}.txt`);
  return (await rest.pulls.create({ ...scene.place, title: 'A feature', head: branch, base: 'main' })).data.number;
}

const pushes = (scene: Scene, branch: string, file: string) =>
  scene
    .as('writer')
    .rest.repos.createOrUpdateFileContents({ ...scene.place, path: file, message: 'Add it', content: 'eAo=', branch });

const runsOf = ({ runs }: Scene, file: string) => runs.filter((run) => run.path === `.github/workflows/${file}`);

test.concurrent('a run of CI that failed is mended in its pull request, and a comment goes on with the session', async () => {
  const trusting = (await example('codex.yml')).replace(
    /^ {4}secrets:/m,
    '    with:\n      workflows: codex.yml, ci-fix.yml\n    secrets:',
  );
  await using scene = await openScene({ callers: { ...(await callers('fixed.txt')), 'codex.yml': trusting } });
  const number = await proposes(scene);
  const before = scene.lab.github.requests.length;
  await scene.idle();
  expect(runsOf(scene, 'ci.yml').map(({ conclusion }) => conclusion)).toEqual(['failure']);
  expect(runsOf(scene, 'ci-fix.yml')).toMatchObject([{ event: 'workflow_run', conclusion: 'success' }]);
  expect(lastPrompt(scene)).toContain(
    'fixed.txt is missing, and ``` closes nothing\n##[error]Process completed with exit code 1.\n````',
  );
  const calls = scene.lab.github.requests.slice(before).filter(({ token }) => token.kind === 'job');
  expect(calls.length).toBeLessThanOrEqual(18);
  expect(await scene.filesOf('feature')).toContain('fixed.txt');
  expect(await scene.lastReply(number)).toMatch(/→ [0-9a-f]{7} on `feature`\./);

  // A run by hand names any pull request.
  const session = outputOf(scene.lastRun(), 'session-id');
  await scene.dispatches({ prompt: 'What was it?', thread: `pr-${number}` });
  await until(() => runsOf(scene, 'codex.yml').some(({ event }) => event === 'workflow_dispatch'));
  await scene.idle();
  expect(outputOf(scene.lastRun(), 'session-id')).toBe(session);
});

test.concurrent('what the worker pushed and did not mend is not taken up again, and nothing of a fork is', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const asApp = (text: string) =>
    text
      .replace('    with:\n', '    with:\n      publish-app-id: 1000001\n')
      .replace(/(OPENAI_API_KEY: .+\n)/, '$1      PUBLISH_APP_KEY: ${{ secrets.PUBLISH_APP_KEY }}\n');
  await using scene = await openScene({
    callers: await callers('wrong.txt', asApp),
    secrets: { PUBLISH_APP_KEY: String(privateKey.export({ type: 'pkcs1', format: 'pem' })) },
  });
  scene.lab.github.registerApp({
    slug: 'octo-publisher',
    publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
  });
  await proposes(scene);
  await scene.idle();
  // The App's commit is checked, and fails too.
  expect(runsOf(scene, 'ci.yml').map(({ conclusion }) => conclusion)).toEqual(['failure', 'failure']);
  expect(promptsOf(scene)).toHaveLength(1);
  expect(noticesOf(scene.lastRun())).toContain('octo-publisher[bot] is a bot that allow-bots does not name');
  await scene.lab.github.openForkPull({ by: 'sam', branch: 'main', title: 'From a fork', files: { 'x.txt': 'x' } });
  await scene.idle();
  expect(runsOf(scene, 'ci.yml')).toHaveLength(3);
  expect(noticesOf(scene.lastRun())).toContain('is one of a fork');
  expect(promptsOf(scene)).toHaveLength(1);
});

test.concurrent('a chore opens its issue and its pull request, and is talked about there', async () => {
  const chore = (await example('chore.yml')).replace(
    'Go through',
    'Write it down\n        write docs.txt: 1\n        Go through',
  );
  const trusting = (await example('codex.yml')).replace(
    /^ {4}secrets:/m,
    '    with:\n      workflows: codex.yml, chore.yml\n    secrets:',
  );
  await using scene = await openScene({ callers: { 'chore.yml': chore, 'codex.yml': trusting } });
  await fetch(`${scene.lab.github.api}/_lab/schedule`, { method: 'POST' });
  await scene.idle();
  const calls = scene.lab.github.requests.filter(({ token }) => token.kind === 'job');
  expect(calls.length).toBeLessThanOrEqual(18);
  const issue = (await scene.as('owner').rest.issues.get({ ...scene.place, issue_number: 1 })).data;
  expect(issue.title).toBe('Write it down');
  expect(issue.body).toContain('by a schedule that @olivia set.');
  const { branch } = await scene.pullOf(1);
  expect(await scene.filesOf(branch)).toContain('docs.txt');
  expect(runsOf(scene, 'chore.yml')).toMatchObject([{ event: 'schedule', conclusion: 'success' }]);
});
