import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { productRoot } from '../lab.ts';
import { jobOf, openScene, type Scene } from './scene.ts';

const caller = await readFile(path.join(productRoot, 'examples/app-token.yml'), 'utf8');
const ci = `name: CI
on: pull_request
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: echo checked
`;
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = String(keys.privateKey.export({ type: 'pkcs1', format: 'pem' }));
const publicKey = String(keys.publicKey.export({ type: 'spki', format: 'pem' }));
/** The id of the lab's first App. */
const variables = { PUBLISH_APP_ID: '1000001' };

/** A repository that checks its pull requests, and whose caller publishes as an App. */
async function openWithApp() {
  const callers = { 'codex.yml': caller, 'ci.yml': ci };
  const scene = await openScene({ callers, variables, secrets: { PUBLISH_APP_KEY: privateKey } });
  return { scene, app: scene.lab.github.registerApp({ slug: 'octo-publisher', publicKey }).app };
}

const checks = ({ runs }: Scene) => runs.filter((run) => run.path === '.github/workflows/ci.yml');
const tokens = ({ lab }: Scene) => lab.github.tokensOf('octo-publisher[bot]');

test.concurrent('what an App proposes is checked at once, and its pull request says nothing of checks that wait', async () => {
  const { scene } = await openWithApp();
  await using _ = scene;
  const issue = await scene.begin('Greet', 'write a.txt: 1');
  const { number, body } = await scene.pullOf(issue);
  expect(body).not.toContain('checks');
  const { data } = await scene.as('owner').rest.pulls.get({ ...scene.place, pull_number: number });
  expect(data.user.login).toBe('octo-publisher[bot]');
  expect(checks(scene)).toMatchObject([{ event: 'pull_request', actor: 'octo-publisher[bot]', conclusion: 'success' }]);
  expect(tokens(scene)).toEqual([]);

  // The conversation goes on in the pull request: what is pushed there is checked too.
  expect(await scene.follow(number, 'write b.txt: 2')).toContain('You asked');
  expect(await scene.filesOf(data.head.ref)).toEqual(expect.arrayContaining(['a.txt', 'b.txt']));
  expect(checks(scene).map(({ conclusion }) => conclusion)).toEqual(['success', 'success']);
  expect(tokens(scene)).toEqual([]);
});

test.concurrent('neither the key of an App nor its tokens are in a log', async () => {
  const { scene } = await openWithApp();
  await using _ = scene;
  await scene.begin('Greet', 'write a.txt: 1');
  const log = scene.runs.map((run) => run.log).join('\n');
  expect(log).toContain('The App octo-publisher pushes and proposes.');
  for (const line of privateKey.split('\n').filter((one) => one.length > 60)) expect(log).not.toContain(line);
  expect(log).not.toMatch(/ghs_|eyJ/);
});

test.concurrent('where the App may not write here, the thread is told what to change, and the next run publishes', async () => {
  const { scene, app } = await openWithApp();
  await using _ = scene;
  app.isInstalled = false;
  const issue = await scene.begin('Greet', 'write a.txt: 1');
  expect(await scene.lastReply(issue)).toContain(
    'The App 1000001 is not installed on octo-org/demo. Choose "Install App"',
  );
  expect(jobOf(scene.lastRun(), 'publish')?.conclusion).toBe('failure');
  app.isInstalled = true;
  await scene.follow(issue, 'go on');
  const { branch } = await scene.pullOf(issue);
  expect(await scene.filesOf(branch)).toContain('a.txt');
});
