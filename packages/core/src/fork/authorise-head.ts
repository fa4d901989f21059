import type { PullRequestHead } from '../route/pull-request.ts';

/** What the worker does with pull requests from forks. */
export const forkPolicies = ['refuse', 'read-only'] as const;
export type ForkPolicy = (typeof forkPolicies)[number];

/** Which commit of a fork a request allows Codex to read. */
export type HeadAuthorisation =
  | { readonly kind: 'authorised'; readonly sha: string }
  /** Whoever asked may have seen another commit. */
  | { readonly kind: 'changed'; readonly reason: string };

interface Asking {
  /** When the request was made. */
  readonly createdAt: string;
  /** The head that was authorised when the event was routed; undefined where nobody looked. */
  readonly sha: string | undefined;
}

/**
 * A person authorises the head that there was when they asked. An event does not carry it, so it is the head of now if the
 * fork was not pushed to since. Times have whole seconds: a push in the very second may have come after.
 */
export function authoriseHead(head: PullRequestHead, { createdAt, sha }: Asking): HeadAuthorisation {
  if (sha !== undefined && sha !== '') return { kind: 'authorised', sha };
  const { headSha, headRepository, pushedAt, number } = head;
  if (pushedAt === undefined)
    return { kind: 'changed', reason: `nobody can tell when the head of #${number} last changed` };
  if (Date.parse(pushedAt) < Math.floor(Date.parse(createdAt) / 1000) * 1000)
    return { kind: 'authorised', sha: headSha };
  return {
    kind: 'changed',
    reason: `${headRepository ?? 'the fork'} was pushed to at ${pushedAt}, and the request is of ${createdAt}`,
  };
}
