import { Refusal } from '../refusal.ts';
import { statusOf } from './api.ts';

/** What an answer of GitHub's means to somebody who has a token and a repository. */
export function explain(error: unknown, doing: string, needs: string): unknown {
  // Anything else is a bug.
  if (!(error instanceof Error) || error.name !== 'HttpError') return error;
  if (isRateLimit(error))
    return new Refusal(`GitHub answers no more for now: ${error.message.replace(LINK, '')}. ${LATER}`);
  switch (statusOf(error)) {
    case undefined:
      return new Refusal(
        `GitHub's API did not answer: ${reasonOf(error)}. See the address, in --api-url or GITHUB_API_URL, and the network.`,
      );
    case 401:
      return new Refusal('GitHub does not know the token. Renew GITHUB_TOKEN, or sign in: gh auth login.');
    case 403:
    case 404:
      return new Refusal(
        `GitHub refused to ${doing}: ${error.message.replace(LINK, '')}. See that the repository exists, and that the token has ${needs}.`,
      );
    case 422:
    case 409:
      return new Refusal(`GitHub refused to ${doing}: ${error.message.replace(LINK, '')}.`);
  }
  return new Refusal(`GitHub answered ${statusOf(error)} to the attempt to ${doing}. Try again later.`);
}

/** Where GitHub explains a message. */
const LINK = /\.? - https:\/\/\S+$/;
const LATER = 'Try again later, or with a token if there was none.';

/** GitHub refuses with 403 also whoever asks too much. */
export function isRateLimit(error: unknown): boolean {
  return error instanceof Error && /rate limit/i.test(error.message);
}

/** The innermost reason says most. */
function reasonOf(error: Error): string {
  let cause = error;
  while (cause.cause instanceof Error) cause = cause.cause;
  return ('code' in cause && typeof cause.code === 'string' ? cause.code : cause.message).replace(/\.$/, '');
}
