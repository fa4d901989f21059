import type { FailureCode } from '../failure/catalogue.ts';
import type { Request } from '../request/request.ts';
import type { Refusal } from './thread-state.ts';

/** Answers requests without a turn. */
export function refuseAll(requests: readonly Request[], text: string, failure?: FailureCode): readonly Refusal[] {
  return requests.map((request) => ({
    request,
    reply: {
      requestId: request.id,
      author: request.author.login,
      outcome: 'refused',
      text,
      ...(failure ? { failure } : {}),
    },
  }));
}
