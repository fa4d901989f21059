import { expect, test } from 'vitest';
import { aPolicy, fakeConversation, person } from '../testing/index.ts';
import { turnRerunAway } from './rerun.ts';

const people = fakeConversation();
people.grant('alice', 'write');
people.grant('rita', 'read');

test.each([
  { by: 'alice', policy: aPolicy },
  { by: 'rita', policy: { ...aPolicy, allowUsers: ['rita'] } },
  { by: 'retry[bot]', policy: { ...aPolicy, allowBots: ['retry[bot]'] } },
  { by: aPolicy.ownLogin, policy: { ...aPolicy, allowBots: [aPolicy.ownLogin] } },
])('$by may run it again', async ({ by, policy }) => {
  expect(await turnRerunAway(people, person(by), policy)).toBeUndefined();
});

test.each([
  { by: 'rita', because: 'rita has read permission, and write is needed' },
  { by: 'mallory', because: 'mallory has none permission, and write is needed' },
  { by: 'retry[bot]', because: 'retry[bot] is a bot that allow-bots does not name' },
  { by: aPolicy.ownLogin, because: "it is the worker's own" },
])('$by may not: $because', async ({ by, because }) => {
  expect(await turnRerunAway(people, person(by), aPolicy)).toBe(`${by} ran it again, and ${because}`);
});

test('a writer may not where an admin is needed', async () => {
  const policy = { ...aPolicy, minimumPermission: 'admin' } as const;
  expect(await turnRerunAway(people, person('alice'), policy)).toContain('alice has write permission');
});

test('a first attempt asks nobody', async () => {
  expect(await turnRerunAway(people, undefined, aPolicy)).toBeUndefined();
});
