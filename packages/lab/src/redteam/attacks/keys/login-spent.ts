import type { Attack } from '../../attack.ts';

interface Renewal {
  planRenewal(
    login: string,
    facts: { readonly now: Date; readonly runBegan: Date; readonly storedAt: Date; readonly force: boolean },
  ): { readonly kind: string };
}

const file = 'packages/codex/src/auth/renewal.ts';
const login = JSON.stringify({ tokens: { access_token: 'opaque', refresh_token: 'rt_used', account_id: 'account-1' } });
const hour = (number: number) => new Date(Date.UTC(2026, 2, 1, number));

export const attacks: readonly Attack[] = [
  {
    threat: 'login-spent',
    name: 'the login is renewed by a run that waited while another renewed it',
    wins: 'nobody can use the worker until somebody logs in again',
    without: [{ file, find: 'storedAt !== undefined && storedAt > runBegan', replace: 'false' }],
    run: async (product) => {
      const { planRenewal } = await product.load<Renewal>(file);
      const facts = { now: hour(3), runBegan: hour(1), storedAt: hour(2), force: true };
      return planRenewal(login, facts).kind === 'renew';
    },
  },
];
