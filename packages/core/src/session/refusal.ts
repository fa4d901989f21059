import type { FailureCode } from '../failure/catalogue.ts';
import { texts } from '../reply/texts.ts';
import { type Request, shortDigest } from '../request/request.ts';
import type { Denial } from '../request/with-standing.ts';
import type { Refusal } from './thread-state.ts';

/** Answers requests without a turn. */
export function refuseAll(requests: readonly Request[], text: string, failure?: FailureCode): readonly Refusal[] {
  return requests.map((request) => refuse(request, text, failure));
}

/** Says of requests why they may not be taken up any more. */
export function refuseDenied(denied: readonly Denial[]): readonly Refusal[] {
  return denied.map((denial) => {
    const { place: _, ...request } = denial.request;
    const { login } = request.author;
    // Nothing can be posted below a comment that is gone.
    return denial.kind === 'deleted'
      ? refuse(request, texts.requestDeleted(login))
      : refuse(denial.request, texts.requestChanged(login, denial.by));
  });
}

function refuse(request: Request, text: string, failure?: FailureCode): Refusal {
  return {
    request,
    reply: {
      requestId: request.id,
      author: request.author.login,
      textDigest: shortDigest(request.text),
      outcome: 'refused',
      text,
      ...(request.place ? { below: request.place.reviewComment } : {}),
      ...(failure ? { failure } : {}),
    },
  };
}
