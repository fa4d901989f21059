import { expect, test } from 'vitest';
import { loginFile } from './login.fixture.ts';
import { planRenewal } from './renewal.ts';

const day = (number: number) => new Date(Date.UTC(2026, 2, number));
const facts = { now: day(10), runBegan: day(10), storedAt: day(1), force: false };
const longLogin = loginFile({ expiresAt: day(16) });
const shortLogin = loginFile({ expiresAt: day(14) });

const cases = [
  { when: 'it lasts for six days more', login: longLogin, then: { kind: 'keep', because: 'it-is-new' } },
  { when: 'it ends in four days', login: shortLogin, then: { kind: 'renew' } },
  { when: 'somebody wants it', login: longLogin, change: { force: true }, then: { kind: 'renew' } },
  {
    when: 'the secret was written while the run waited',
    login: shortLogin,
    change: { storedAt: new Date(day(10).getTime() + 1), force: true },
    then: { kind: 'keep', because: 'another-is-stored' },
  },
  { when: 'it is not stored here yet', login: shortLogin, change: { storedAt: undefined }, then: { kind: 'renew' } },
] as const;
for (const { when, login, then, ...rest } of cases) {
  const change = 'change' in rest ? rest.change : {};
  test(`a login when ${when}: ${then.kind}`, () => expect(planRenewal(login, { ...facts, ...change })).toEqual(then));
}
