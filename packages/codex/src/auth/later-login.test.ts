import { expect, test } from 'vitest';
import { laterLogin } from './later-login.ts';
import { loginFile } from './login.fixture.ts';

const day = (number: number) => new Date(Date.UTC(2026, 2, number));
const early = loginFile({ expiresAt: day(10) });
const late = loginFile({ expiresAt: day(20) });
const opaque = JSON.stringify({ tokens: { access_token: 'opaque', refresh_token: 'rt', account_id: 'account-1' } });

test.each([
  { when: 'none is carried', stored: early, carried: undefined, then: early },
  { when: 'the carried one lasts longer', stored: early, carried: late, then: late },
  { when: 'somebody logged in again since', stored: late, carried: early, then: late },
  { when: 'both end at once', stored: early, carried: loginFile({ expiresAt: day(10) }), then: early },
  {
    when: 'the secret is of another account',
    stored: early,
    carried: loginFile({ expiresAt: day(20), accountId: 'account-2' }),
    then: early,
  },
  { when: 'the secret does not say when it ends', stored: opaque, carried: late, then: late },
  { when: 'what is carried is no login', stored: early, carried: '{"tokens":{}}', then: early },
  { when: 'what is carried is no JSON', stored: early, carried: 'junk', then: early },
])('where $when, that one is used', ({ stored, carried, then }) => expect(laterLogin(stored, carried)).toBe(then));
