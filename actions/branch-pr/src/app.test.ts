import { generateKeyPairSync } from 'node:crypto';
import { leaveTurn, openStage, permissionsOf, type Stage } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

type Event = Awaited<ReturnType<Stage['opened']>>;
type Registered = ReturnType<Stage['github']['registerApp']>['app'];

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = String(keys.privateKey.export({ type: 'pkcs1', format: 'pem' }));
const publicKey = String(keys.publicKey.export({ type: 'spki', format: 'pem' }));
const key = { 'session-key': 'sk-0123456789abcdef' };

let stage: Stage;
let app: Registered;
beforeAll(async () => {
  stage = await openStage();
  app = stage.github.registerApp({ slug: 'octo-publisher', publicKey }).app;
});
beforeEach(() => {
  stage.github.faults.clear();
  app.isInstalled = true;
});
afterAll(() => stage[Symbol.asyncDispose]());

const tokens = () => stage.github.tokensOf('octo-publisher[bot]');
const threadOf = ({ payload }: Event) => `issue-${(payload['issue'] as { number: number }).number}`;

/** Publishes a change of one new file, or none, as the App. */
async function publish(file: string | undefined, inputs: Readonly<Record<string, string>> = {}, cancelAt?: RegExp) {
  const event = await stage.opened({ title: 'Add a licence', body: 'Add it.' });
  const [run, thread] = [stage.run(event), threadOf(event)];
  const agent = await stage.job(run, event, { name: 'agent', permissions: await permissionsOf('thread.yml', 'agent') });
  await agent.use('session-restore', { thread, start: 'either', ...key });
  await leaveTurn(agent, thread, { text: 'I added it.', ...(file === undefined ? {} : { patch: adding(file) }) });
  await agent.use('session-persist', { thread, ...key });
  const permissions = await permissionsOf('thread.yml', 'publish');
  const job = await stage.job(run, event, { name: 'publish', permissions });
  const given = { thread, 'app-id': String(app.id), 'app-private-key': privateKey, ...inputs };
  return job.use('branch-pr', given, cancelAt === undefined ? {} : { cancelAt });
}

/** A patch that adds one file. */
const adding = (name: string) =>
  `diff --git a/${name} b/${name}\nnew file mode 100644\n--- /dev/null\n+++ b/${name}\n@@ -0,0 +1 @@\n+MIT\n`;

test('an App pushes, proposes and labels in its own name, and its token is gone afterwards', async () => {
  const seen = await publish('LICENSE', { labels: 'codex', reviewers: 'wanda' });
  expect(seen.golden).toMatchSnapshot();
  const pull = await stage.call('wanda', 'GET', `/pulls/${seen.outputs['pr-number']}`);
  expect(pull).toMatchObject({ user: { login: 'octo-publisher[bot]' }, labels: [{ name: 'codex' }] });
  expect(String(pull['body'])).not.toContain('checks');
  const followed = stage.events.filter(({ actor }) => actor === 'octo-publisher[bot]');
  expect(followed.map(({ name, byJob }) => [name, byJob])).toContainEqual(['pull_request', false]);
  expect(tokens()).toEqual([]);
});

test("signed: true makes the commits the App's, and verified", async () => {
  const { outputs } = await publish('SIGNED', { signed: 'true' });
  const commit = await stage.call('wanda', 'GET', `/commits/${outputs['sha']}`);
  expect(commit).toMatchObject({
    author: { login: 'octo-publisher[bot]' },
    commit: { verification: { verified: true } },
  });
});

test('without a change the App is asked for nothing', async () => {
  expect((await publish(undefined)).requests).toEqual([]);
});

test('an App that is not installed here is told with what to change, and nothing is pushed', async () => {
  app.isInstalled = false;
  const seen = await publish('ABSENT');
  expect(seen.golden).toMatchSnapshot();
});

test.each([
  { when: 'the App has no key', inputs: { 'app-private-key': '' } },
  { when: 'the key has no App', inputs: { 'app-id': '' } },
  { when: 'the key is none', inputs: { 'app-private-key': 'octo-publisher.pem' } },
])('it fails before it asks anything when $when', async ({ inputs }) => {
  const seen = await publish('WRONG', inputs);
  expect(seen.golden).toMatchSnapshot();
});

test('the token is revoked where the work fails', async () => {
  stage.fault('POST', /\/pulls$/, { status: 502 }, { times: 9 });
  expect((await publish('FAILED')).exitCode).toBe(1);
  expect(tokens()).toEqual([]);
});

test('the token is revoked where the step is cancelled', async () => {
  await expect(publish('CANCELLED', {}, /pushes and proposes/)).rejects.toThrow('ended by SIGINT');
  expect(tokens()).toEqual([]);
});
