import type { ConversationEvent, Permission, RouteQuestions, Thread } from '@codex-worker/core';
import type { GivenFacts } from './given-facts.ts';

interface Known {
  readonly event: ConversationEvent;
  readonly given: GivenFacts;
  /** By login, what the payload calls somebody. */
  readonly associations: ReadonlyMap<string, string>;
  /** `owner/name` */
  readonly repository: string;
  readonly branchPrefix: string;
  readonly defaultBranch: string;
  readonly assume: (what: string) => void;
}

/** Answers the router by what was said; then by GitHub; then by what is likely, which is told. */
export function answered(known: Known, live: RouteQuestions | undefined): RouteQuestions {
  const { given, assume } = known;
  return {
    permissionOf: async (login) => {
      const said = given.permissions.get(login.toLowerCase()) ?? given.permission;
      return said ?? (await live?.permissionOf(login)) ?? likelyPermission(login, known);
    },
    isThread: async (thread) => {
      if (given.isThread !== undefined) return given.isThread;
      if (live !== undefined) return live.isThread(thread);
      assume(`the worker was never asked in #${thread.number} before (--thread)`);
      return false;
    },
    pullRequestHead: async (number) => {
      if (given.head === undefined && live !== undefined) return live.pullRequestHead(number);
      return likelyHead(number, known);
    },
    review: async (thread, id) => given.reviews.get(id) ?? (await (live ?? likelyReviews(known)).review(thread, id)),
  };
}

const likely: Readonly<Record<string, Permission>> = {
  OWNER: 'admin',
  MEMBER: 'write',
  COLLABORATOR: 'write',
};

/** The router never goes by this: it says little of what somebody may do. */
function likelyPermission(login: string, { associations, assume }: Known): Permission {
  const association = associations.get(login.toLowerCase());
  const permission = likely[association ?? ''] ?? 'read';
  const why = association === undefined ? 'the event does not tell' : `the event calls them ${association}`;
  assume(`${login} has ${permission} permission: ${why} (--permission)`);
  return permission;
}

function likelyHead(number: number, { given, event, repository, branchPrefix, defaultBranch, assume }: Known) {
  const { owner, branch } = given.head ?? { owner: undefined, branch: `${branchPrefix}${number}` };
  if (given.head === undefined) assume(`#${number} is the worker's own, from the branch ${branch} (--head)`);
  const name = repository.split('/')[1];
  if (owner !== undefined) assume('nothing was pushed to the fork since it was asked');
  return {
    number,
    headRef: branch,
    // A run that failed asks for the commit that it failed on.
    headSha: event.kind === 'dispatch' && event.ofRun ? event.ofRun.commit : '0'.repeat(40),
    baseRef: defaultBranch,
    headRepository: owner === undefined ? repository : `${owner}/${name}`,
    pushedAt: new Date(0).toISOString(),
  };
}

const likelyReviews = ({ event, assume }: Known): Pick<RouteQuestions, 'review'> => ({
  review: async (_: Thread, id) => {
    if (event.kind === 'review-comment') {
      assume(`review ${id} has no more than this comment (--facts)`);
      return { text: '', comments: [event.request.text] };
    }
    assume(`review ${id} has no comments on code (--facts)`);
    return { text: 'request' in event ? event.request.text : '', comments: [] };
  },
});

/** What a payload calls people, wherever in it. */
export function associationsIn(body: unknown, depth = 0): ReadonlyMap<string, string> {
  if (typeof body !== 'object' || body === null || depth > 4) return new Map();
  const { user, author_association: association }: { user?: unknown; author_association?: unknown } = body;
  const login = typeof user === 'object' && user !== null && 'login' in user ? user.login : undefined;
  const own: readonly (readonly [string, string])[] =
    typeof login === 'string' && typeof association === 'string' ? [[login.toLowerCase(), association]] : [];
  return new Map([...own, ...Object.values(body).flatMap((value) => [...associationsIn(value, depth + 1)])]);
}
