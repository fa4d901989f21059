import { expect, test } from 'vitest';
import { fakeArtifacts } from '../testing/index.ts';
import { findLogin, loginArtifact } from './find-login.ts';
import { openLogin, sealLogin } from './sealed-login.ts';

const key = 'session-key-of-the-test';
const trust = { repositoryId: 42, defaultBranch: 'main', workflows: ['.github/workflows/login.yml'] };
const renewing = { workflowPath: '.github/workflows/login.yml', event: 'schedule' };

/** Artifacts of runs, oldest first, each with what it holds and what its run was. */
async function carried(
  ...runs: readonly { readonly bytes: Buffer; readonly origin?: Readonly<Record<string, unknown>> }[]
) {
  const artifacts = fakeArtifacts();
  for (const [index, { bytes, origin }] of runs.entries()) {
    const run = artifacts.run(700 + index, { ...renewing, ...origin });
    await run.upload(loginArtifact, new Map([[loginArtifact, bytes]]), 7);
  }
  return findLogin(artifacts.store, { trust, keys: [key, 'the-key-before-it'] });
}

const sealed = (login: string, by = key, repositoryId = 42) => sealLogin(login, repositoryId, by);

test('the newest login of the workflow that renews it is taken', async () => {
  expect(await carried({ bytes: sealed('older') }, { bytes: sealed('newer') })).toEqual({
    login: 'newer',
    artifactId: 502,
    passed: [],
  });
});

test('where none is carried there is none', async () => {
  expect(await carried()).toEqual({ login: undefined, artifactId: undefined, passed: [] });
});

test('one that the old key sealed is taken while the key is replaced', async () => {
  expect(await carried({ bytes: sealed('login', 'the-key-before-it') })).toMatchObject({ login: 'login' });
});

test.each([
  { what: "a fork's run", run: { bytes: sealed('forged'), origin: { headRepositoryId: 43 } }, why: 'a fork' },
  {
    what: 'a run of another workflow',
    run: { bytes: sealed('forged'), origin: { workflowPath: '.github/workflows/ci.yml' } },
    why: 'ci.yml',
  },
  { what: 'a run on a branch', run: { bytes: sealed('forged'), origin: { headBranch: 'topic' } }, why: 'topic' },
  { what: 'another key', run: { bytes: sealed('forged', 'a-guessed-key') }, why: 'does not open' },
  { what: 'another repository', run: { bytes: sealed('forged', key, 43) }, why: 'does not open' },
  { what: 'no seal', run: { bytes: Buffer.from('forged') }, why: 'does not open' },
  { what: 'too many bytes', run: { bytes: Buffer.alloc(70_000) }, why: '70000 bytes' },
])('one with $what is passed over, and the log says why', async ({ run, why }) => {
  const found = await carried({ bytes: sealed('login') }, run);
  expect(found).toEqual({ login: 'login', artifactId: 501, passed: [expect.stringContaining(why)] });
});

test('nobody makes us ask for ever', async () => {
  const junk = { bytes: Buffer.from('junk') };
  const found = await carried({ bytes: sealed('login') }, junk, junk, junk, junk, junk);
  expect(found.login).toBeUndefined();
  expect(found.passed).toHaveLength(5);
});

test('a sealed login with any byte changed, or cut off, opens for nobody', () => {
  const bytes = sealed('login');
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(openLogin(changed, 42, [key])).toBeUndefined();
    expect(openLogin(bytes.subarray(0, index), 42, [key])).toBeUndefined();
  }
  expect(openLogin(bytes, 42, [key])).toBe('login');
  expect(bytes.includes('login')).toBe(false);
});
