import { expect, test } from 'vitest';
import { demoGitHub } from '../demo-github.ts';
import { permissionLookup } from './permission-lookup.ts';

test('permissions are as GitHub reports them, and asked for once', async () => {
  await using github = await demoGitHub({ private: true });
  github.lab.setRole('mona', 'maintain');
  github.lab.setRole('tim', 'triage');
  const lookup = permissionLookup(github.job({}));
  for (const [login, permission] of [
    ['olivia', 'admin'],
    ['wanda', 'write'],
    ['mona', 'write'],
    ['tim', 'read'],
    ['rick', 'read'],
    ['sam', 'none'],
    ['nobody-of-this-name', 'none'],
  ] as const) {
    expect(await lookup.permissionOf(login), login).toBe(permission);
  }
  github.lab.setRole('wanda', 'read');
  expect(await lookup.permissionOf('Wanda')).toBe('write');
});
