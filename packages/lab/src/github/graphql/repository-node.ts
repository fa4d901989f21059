import { branchTip, listRefs } from '../../git-host/refs.ts';
import { repositoryBody } from '../bodies/repository-body.ts';
import { needs, threadNeed } from '../permissions.ts';
import { isPull, refreshPulls } from '../pull-diff.ts';
import type { Thread } from '../thread.ts';
import { actorNode } from './actor-node.ts';
import { type Asking, admitReading, type Served } from './asking.ts';
import { connection } from './connection.ts';
import { graphqlError } from './graphql-error.ts';
import { refNode } from './ref-node.ts';
import { threadNode } from './thread-node.ts';

/** The repository that a query names by owner and name. */
export function repositoryByName(asking: Asking, owner: string, name: string): Served {
  const asked = `${owner}/${name}`;
  if (asked.toLowerCase() !== asking.hosted.fullName.toLowerCase())
    throw graphqlError('NOT_FOUND', `Could not resolve to a Repository with the name '${asked}'.`);
  return repositoryNode(asking);
}

/** The repository. */
export function repositoryNode(asking: Asking): Served {
  const { hosted } = asking;
  const { node_id, html_url } = repositoryBody(hosted);
  const byNumber =
    (kind: string, fits: (thread: Thread) => boolean) =>
    ({ number }: { number: number }) =>
      threadByNumber(asking, number, { kind, fits });
  return {
    __typename: 'Repository',
    id: node_id,
    databaseId: hosted.id,
    name: hosted.name,
    nameWithOwner: hosted.fullName,
    isPrivate: hosted.private,
    isFork: false,
    url: html_url,
    owner: actorNode(asking, hosted.owner.login),
    issue: byNumber('an Issue', (thread) => !isPull(thread)),
    pullRequest: byNumber('a PullRequest', isPull),
    issueOrPullRequest: byNumber('an issue or pull request', () => true),
    defaultBranchRef: () => branchRef(asking, hosted.defaultBranch),
    ref: ({ qualifiedName }: { qualifiedName: string }) => qualifiedRef(asking, qualifiedName),
    refs: async ({ refPrefix, ...page }: { refPrefix: string; first?: number }) => {
      admitReading(asking, needs.readContents);
      const refs = await listRefs(hosted.git, refPrefix);
      return connection('refs', refs, (ref) => refNode(asking, ref.name, ref.sha))(page);
    },
  };
}

async function threadByNumber(
  asking: Asking,
  number: number,
  wanted: { readonly kind: string; readonly fits: (thread: Thread) => boolean },
): Promise<Served> {
  const { hosted } = asking;
  const thread = hosted.threads.find((one) => one.number === number);
  if (thread === undefined || thread.departure !== undefined || !wanted.fits(thread))
    throw graphqlError('NOT_FOUND', `Could not resolve to ${wanted.kind} with the number of ${number}.`);
  admitReading(asking, threadNeed(thread, 'read'));
  await refreshPulls(hosted, [thread]);
  return threadNode(asking, thread);
}

/** A ref by its full name; a bare name is that of a branch. Null where there is none. */
function qualifiedRef(asking: Asking, name: string): Promise<Served | null> {
  return name.startsWith('refs/') && !name.startsWith('refs/heads/')
    ? otherRef(asking, name)
    : branchRef(asking, name.replace(/^refs\/heads\//, ''));
}

async function otherRef(asking: Asking, name: string): Promise<Served | null> {
  admitReading(asking, needs.readContents);
  const ref = (await listRefs(asking.hosted.git, name)).find((one) => one.name === name);
  return ref === undefined ? null : refNode(asking, name, ref.sha);
}

/** A branch, null where there is none. */
export async function branchRef(asking: Asking, branch: string): Promise<Served | null> {
  admitReading(asking, needs.readContents);
  const sha = await branchTip(asking.hosted.git, branch);
  return sha === undefined ? null : refNode(asking, `refs/heads/${branch}`, sha);
}
