import type { Api, ApiContext } from '../api.ts';
import type { Hosted } from '../hosted.ts';
import { Refusal } from '../refusal.ts';
import type { GraphqlRequest } from './execute-request.ts';

/** The one address of GitHub's GraphQL API. */
export const graphqlPath = '/graphql';

/** GitHub's GraphQL API, as far as the product uses it. The library and the schema are read when somebody asks. */
export function graphqlRoute(api: Api, hosted: Hosted): void {
  api.post(graphqlPath, async (c) => {
    const by = c.var.identity;
    if (by.kind === 'anonymous') throw new Refusal(401, 'This endpoint requires you to be authenticated.');
    const request = await readRequest(c);
    const { executeRequest } = await import('./execute-request.ts');
    return c.json(await executeRequest({ hosted, by }, request));
  });
}

/** The answer to somebody whose points of this hour are used up: the status does not say so. */
export function graphqlRateLimited(message: string) {
  return { errors: [{ type: 'RATE_LIMITED', message }] };
}

async function readRequest(c: ApiContext): Promise<GraphqlRequest> {
  const body: unknown = await c.req.json().catch(() => {
    throw new Refusal(400, 'Problems parsing JSON');
  });
  const { query, variables, operationName } = Object(body) as Record<string, unknown>;
  if (typeof query !== 'string') throw new Refusal(400, 'A query attribute must be specified and must be a string.');
  return {
    query,
    variables: typeof variables === 'object' && variables !== null ? (variables as Record<string, unknown>) : {},
    operationName: typeof operationName === 'string' ? operationName : undefined,
  };
}
