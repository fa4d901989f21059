import { expect, test } from 'vitest';
import type { Permission, PermissionLookup } from '../standing/standing.ts';

/** A lookup to be tried, and an owner's hand on who may what. */
export interface PermissionBench extends AsyncDisposable {
  readonly port: PermissionLookup;
  grant(login: string, permission: Exclude<Permission, 'none'>): Promise<void>;
}

/** What every permission lookup promises; the fake and the real one both run it. */
export function permissionLookupContract(open: () => Promise<PermissionBench>): void {
  for (const permission of ['read', 'write', 'admin'] as const) {
    test(`somebody with ${permission} permission has it`, async () => {
      await using bench = await open();
      await bench.grant('alice', permission);
      expect(await bench.port.permissionOf('alice')).toBe(permission);
    });
  }

  test('a stranger may not write', async () => {
    await using bench = await open();
    expect(['none', 'read']).toContain(await bench.port.permissionOf('mallory'));
  });
}
