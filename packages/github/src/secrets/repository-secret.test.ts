import { expect, test } from 'vitest';
import { demoGitHub } from '../demo-github.ts';
import { repositorySecret } from './repository-secret.ts';

// The lab opens what it is sent with libsodium itself.
test('a secret is stored as GitHub can open it, whatever its length and letters', async () => {
  const secrets = new Map<string, string>();
  await using github = await demoGitHub({ secrets });
  const secret = await repositorySecret(github.job({ secrets: 'write' }), 'AUTH_JSON');
  expect(await secret.storedAt()).toBeUndefined();
  for (const value of ['{"tokens":{}}', 'schlüssel\n', 'long '.repeat(2000)]) {
    await secret.store(value);
    expect(secrets.get('AUTH_JSON')).toBe(value);
  }
  expect(Date.now() - ((await secret.storedAt())?.getTime() ?? 0)).toBeLessThan(5_000);
});

test('a token without the permission is refused before anything is stored', async () => {
  await using github = await demoGitHub();
  const opening = repositorySecret(github.job({ contents: 'write' }), 'AUTH_JSON');
  await expect(opening).rejects.toMatchObject({ code: 'permission-missing' });
});
