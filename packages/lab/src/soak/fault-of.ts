import type { Fault } from '../github/faults.ts';
import type { PlannedFault } from './case.ts';

/** The fault as the lab's GitHub takes it. */
export function faultOf({ kind, route, times }: PlannedFault): Fault {
  const base = { method: route.method, path: route.path, times, when: 'before' } as const;
  const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    ({ ...base, effect: { kind: 'answer', status, headers, body } }) as const;
  switch (kind) {
    case '500':
      return answer(500, { message: 'Server Error' });
    case '502':
      return answer(502, { message: 'Bad Gateway' });
    case '403':
      return answer(403, { message: 'API rate limit exceeded for installation.' }, exhausted());
    case '429':
      return answer(429, { message: 'You have exceeded a secondary rate limit.' }, { 'retry-after': '1' });
    case '409':
      return answer(409, alreadyThere);
    case 'reset':
      return { ...base, effect: { kind: 'reset' } };
    case 'lost':
      return { ...base, effect: { kind: 'drop' }, when: 'after' };
    case 'timeout':
      return { ...base, effect: tooLong };
    case 'late':
      return { ...base, effect: tooLong, when: 'after' };
    case 'halved':
      return { ...base, effect: { kind: 'halve' } };
  }
}

/** Longer than the product waits. */
const tooLong = { kind: 'timeout', ms: 600_000 } as const;

const alreadyThere = {
  code: 'already_exists',
  msg: 'an artifact with this name already exists on the workflow run',
};

const exhausted = () => ({
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 1),
});
