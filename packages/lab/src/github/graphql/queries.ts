import { actorNode, viewerNode } from './actor-node.ts';
import type { Asking, Served } from './asking.ts';
import { serveNode } from './find-node.ts';
import { graphqlError } from './graphql-error.ts';
import { repositoryByName } from './repository-node.ts';

// GitHub's limit on `nodes`.
const nodesLimit = 100;

/** What can be asked. */
export function queries(asking: Asking): Served {
  return {
    node: ({ id }: { id: string }) => serveNode(asking, id),
    nodes: ({ ids }: { ids: readonly string[] }) => {
      if (ids.length > nodesLimit)
        throw graphqlError(
          'UNPROCESSABLE',
          `You may not provide more than ${nodesLimit} node ids; you provided ${ids.length}.`,
        );
      return ids.map((id) => serveNode(asking, id));
    },
    repository: ({ owner, name }: { owner: string; name: string }) => repositoryByName(asking, owner, name),
    viewer: () => viewerNode(asking),
    user: ({ login }: { login: string }) => {
      const actor = actorNode(asking, login);
      if (actor?.['__typename'] !== 'User')
        throw graphqlError('NOT_FOUND', `Could not resolve to a User with the login of '${login}'.`);
      return actor;
    },
  };
}
