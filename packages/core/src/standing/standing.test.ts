import { describe, expect, test } from 'vitest';
import { aPolicy, fakeConversation, person } from '../testing/index.ts';
import { admit, admitByName, admitByPermission, type Permission, type Person, permissions } from './standing.ts';

describe('admitByName', () => {
  const policy = { ...aPolicy, allowUsers: ['Rita'], allowBots: ['renovate[bot]'] };
  test.each([
    { who: 'a person', is: person('alice'), gives: 'needs-permission' },
    { who: 'a person in allow-users, in another case', is: person('rita'), gives: 'admitted' },
    { who: 'a bot in allow-bots', is: person('renovate[bot]'), gives: 'admitted' },
    { who: 'another bot', is: person('dependabot[bot]'), gives: 'turned-away' },
    { who: 'our own login, in another case', is: person('GitHub-Actions[bot]'), gives: 'turned-away' },
    { who: 'a bot that allow-users names', is: { ...person('Rita'), type: 'Bot' } as Person, gives: 'turned-away' },
    { who: 'a login that only begins like an allowed one', is: person('rita2'), gives: 'needs-permission' },
    { who: 'an organisation', is: { ...person('octo-org'), type: 'Organization' } as Person, gives: 'turned-away' },
    { who: 'a mannequin', is: { ...person('imported'), type: 'Mannequin' } as Person, gives: 'turned-away' },
  ])('$who → $gives', ({ is, gives }) => {
    expect(admitByName(is, policy).kind).toBe(gives);
  });

  test('our own login is turned away even if allow-bots names it, or the worker would talk to itself', () => {
    const own = { ...policy, allowBots: ['github-actions[bot]'] };
    expect(admitByName(person('github-actions[bot]'), own).kind).toBe('turned-away');
  });
});

describe('admitByPermission', () => {
  const admitted: Record<Permission, readonly Permission[]> = {
    none: ['none', 'read', 'write', 'admin'],
    read: ['read', 'write', 'admin'],
    write: ['write', 'admin'],
    admin: ['admin'],
  };
  for (const minimum of permissions) {
    for (const has of permissions) {
      const may = admitted[minimum].includes(has);
      test(`${has} where ${minimum} is needed is ${may ? 'admitted' : 'turned away'}`, () => {
        const admission = admitByPermission(person('alice'), has, { ...aPolicy, minimumPermission: minimum });
        expect(admission.kind).toBe(may ? 'admitted' : 'turned-away');
      });
    }
  }
});

test('admit goes by the permission where names do not decide', async () => {
  const people = fakeConversation();
  people.grant('alice', 'admin');
  expect(await admit(people, person('alice'), aPolicy)).toEqual({
    kind: 'admitted',
    because: 'alice has admin permission',
  });
  expect((await admit(people, person('mallory'), aPolicy)).kind).toBe('turned-away');
});
