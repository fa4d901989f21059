import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { test as base, expect, onTestFinished, vi } from 'vitest';
import { gitHubClient } from '../client/github-client.ts';
import { demoGitHub } from '../demo-github.ts';
import { type App, parseApp } from './app.ts';
import { mintInstallationToken } from './installation-token.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (key: KeyObject): string => String(key.export({ type: 'pkcs1', format: 'pem' }));

/** A GitHub with an App, and what stands in the log. */
const test = base.extend<{ stage: Awaited<ReturnType<typeof openStage>> }>({
  stage: async ({ task: _ }, use) => {
    await using stage = await openStage();
    await use(stage);
  },
});

async function openStage() {
  const github = await demoGitHub();
  const { app } = github.lab.registerApp({ slug: 'octo-publisher', publicKey: pem(keys.publicKey) });
  const place = { ...github.run, retryDelay: 5 };
  const said: string[] = [];
  const printed = vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  onTestFinished(() => printed.mockRestore());
  return {
    github,
    app,
    place,
    said,
    known: known(String(app.id)),
    tokens: () => github.lab.tokensOf('octo-publisher[bot]'),
    requests: () => github.lab.requests.map(({ method, path, status }) => `${method} ${path} ${status}`),
    [Symbol.asyncDispose]: () => github[Symbol.asyncDispose](),
  };
}

function known(id: string, key = keys.privateKey): App {
  const app = parseApp(id, pem(key));
  if (app === undefined) throw new TypeError('There is no App.');
  return app;
}

test('a token pushes, proposes and labels here, and ends with its scope', async ({ stage }) => {
  const { place, known: app, tokens, requests } = stage;
  {
    await using minted = await mintInstallationToken(place, app);
    expect(minted.slug).toBe('octo-publisher');
    const client = gitHubClient({ ...place, token: minted.token });
    await client.call(({ rest }) => rest.issues.create({ ...client.repository, title: 'Hi' }));
    const runs = client.call(({ rest }) => rest.actions.listWorkflowRunsForRepo(client.repository));
    await expect(runs).rejects.toMatchObject({ code: 'permission-missing' });
    expect(tokens()).toEqual([minted.token]);
  }
  expect(tokens()).toEqual([]);
  expect(requests()).toEqual([
    'GET /repos/octo-org/demo/installation 200',
    'POST /app/installations/50000001/access_tokens 201',
    'POST /repos/octo-org/demo/issues 201',
    'GET /repos/octo-org/demo/actions/runs 403',
    'DELETE /installation/token 204',
  ]);
});

test('the client id does as well as the id', async ({ stage }) => {
  await using minted = await mintInstallationToken(stage.place, known(stage.app.clientId));
  expect(stage.tokens()).toEqual([minted.token]);
});

test('what the App signs, and the token, are masked before anything else is said', async ({ stage }) => {
  await using minted = await mintInstallationToken(stage.place, stage.known);
  expect(stage.said[0]).toMatch(/^::add-mask::eyJ/);
  expect(stage.said).toContain(`::add-mask::${minted.token}\n`);
  expect(stage.said.filter((line) => !line.startsWith('::add-mask::'))).toEqual([]);
});

test('a token is revoked where the work fails too', async ({ stage }) => {
  const work = async () => {
    await using _ = await mintInstallationToken(stage.place, stage.known);
    throw new Error('The work failed.');
  };
  await expect(work()).rejects.toThrow('The work failed.');
  expect(stage.tokens()).toEqual([]);
});

test('a token that cannot be revoked is a warning', async ({ stage }) => {
  stage.github.fault('DELETE', /installation/, { status: 502 }, { times: 9 });
  await (await mintInstallationToken(stage.place, stage.known))[Symbol.asyncDispose]();
  expect(stage.said.at(-1)).toMatch(/^::warning::The App's token was not revoked, and ends within the hour/);
});

test('a token that has ended before is none to talk of', async ({ stage }) => {
  const minted = await mintInstallationToken(stage.place, stage.known);
  stage.github.lab.revoke(minted.token);
  const before = stage.said.length;
  await minted[Symbol.asyncDispose]();
  expect(stage.said.slice(before)).toEqual([]);
});

test('an answer of GitHub that got lost is asked for again', async ({ stage }) => {
  stage.github.fault('POST', /access_tokens/, 'drop', { after: true });
  await using minted = await mintInstallationToken(stage.place, stage.known);
  expect(stage.tokens()).toContain(minted.token);
});

type Stage = Awaited<ReturnType<typeof openStage>>;

interface Refused {
  readonly when: string;
  /** What is different about the App's installation. */
  readonly change?: (stage: Stage) => unknown;
  /** Who asks, where it is not the App. */
  readonly app?: (stage: Stage) => App;
  readonly says: string;
}

const refusals: readonly Refused[] = [
  { when: 'the App does not exist', app: () => known('7'), says: 'GitHub knows no App 7.' },
  {
    when: 'the key is of another App',
    app: ({ app }) => known(String(app.id), generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
    says: 'GitHub does not take the private key for one of the App 1000001: A JSON web token could not be decoded. Generate',
  },
  {
    when: 'the App is not installed here',
    change: ({ app }) => Object.assign(app, { isInstalled: false }),
    says: 'The App 1000001 is not installed on octo-org/demo. Choose "Install App"',
  },
  {
    when: 'the App lacks permissions',
    change: ({ app }) => Object.assign(app, { permissions: { contents: 'read', issues: 'write' } }),
    says: 'The App 1000001 lacks "contents: write" and "pull-requests: write" on octo-org/demo. Give it the repository permissions',
  },
  {
    when: 'the installation is suspended',
    change: ({ app }) => Object.assign(app, { suspendedAt: '2026-11-22T10:00:00Z' }),
    says: 'The installation of the App 1000001 on octo-org/demo is suspended. Unsuspend it',
  },
  {
    when: 'GitHub refuses for a reason of its own',
    change: ({ github }) => github.fault('POST', /access_tokens/, { status: 422 }),
    says: 'GitHub gives the App 1000001 no token for octo-org/demo: Server Error.',
  },
];

for (const { when, change, app, says } of refusals) {
  test(`it is said what to change when ${when}`, async ({ stage }) => {
    change?.(stage);
    const minting = mintInstallationToken(stage.place, app?.(stage) ?? stage.known);
    await expect(minting).rejects.toMatchObject({ code: 'app-token', message: expect.stringContaining(says) });
    expect(stage.tokens()).toEqual([]);
  });
}

test('that GitHub is not well has nothing to do with the App', async ({ stage }) => {
  stage.github.fault('GET', /installation/, { status: 503 }, { times: 9 });
  const minting = mintInstallationToken(stage.place, stage.known);
  await expect(minting).rejects.toMatchObject({ code: 'github-unavailable' });
});
