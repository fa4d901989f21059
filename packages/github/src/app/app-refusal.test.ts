import { expect, test } from 'vitest';
import { publishing } from './app-needs.ts';
import { explainRefusal } from './app-refusal.ts';

/** GitHub's refusal of what an App has signed, as the SDK throws it. */
function refusal(claim: string, date: string): Error {
  const request = { method: 'GET', url: 'https://api.github.com/repos/octo-org/demo/installation' };
  return Object.assign(new Error(claim), { status: 401, request, response: { headers: { date } } });
}

const asked = { app: '12', repository: 'octo-org/demo', needs: publishing };
const now = new Date('2026-11-22T10:10:00Z');
const future = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
const past = "'Expiration time' claim ('exp') must be a numeric value representing the future time";

test.each([
  { claim: future, date: 'Sun, 22 Nov 2026 10:08:00 GMT', says: 'is 120 s ahead, so that' },
  { claim: past, date: 'Sun, 22 Nov 2026 10:30:00 GMT', says: 'is 1200 s behind, so that' },
  { claim: past, date: '', says: 'is wrong, so that' },
])('a clock that $says GitHub refuses the App, is told as such', ({ claim, date, says }) => {
  expect(explainRefusal(refusal(claim, date), asked, now)).toMatchObject({
    code: 'app-token',
    what: expect.stringContaining(says),
    fix: "Set the runner's clock, for example with NTP, and re-run the failed jobs.",
  });
});

test('a bug stays one', () => {
  const bug = new TypeError('x is undefined');
  expect(explainRefusal(bug, asked, now)).toBe(bug);
});
