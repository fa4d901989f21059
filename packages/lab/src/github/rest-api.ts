import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import type { Api, ApiEnv } from './api.ts';
import { fullBodies } from './attachments/full-bodies.ts';
import { graphqlPath, graphqlRateLimited, graphqlRoute } from './graphql/graphql-route.ts';
import type { Hosted } from './hosted.ts';
import { type Identity, tokenOf } from './identity.ts';
import {
  createRateLimits,
  type HourlyLimits,
  rateLimitBody,
  rateLimitExceeded,
  rateLimitHeaders,
} from './rate-limit.ts';
import { badCredentials, notFound, Refusal } from './refusal.ts';
import { accountRoutes } from './routes/account.ts';
import { actionsSettingsRoutes } from './routes/actions-settings.ts';
import { appRoutes, revokingRoutes } from './routes/apps.ts';
import { artifactRoutes } from './routes/artifacts.ts';
import { collaboratorRoutes } from './routes/collaborators.ts';
import { commentRoutes } from './routes/comments.ts';
import { commitRoutes } from './routes/commits.ts';
import { concurrencyRoutes } from './routes/concurrency.ts';
import { contentRoutes } from './routes/contents.ts';
import { elsewhereRoutes } from './routes/elsewhere.ts';
import { gitDataRoutes } from './routes/git-data.ts';
import { issueRoutes } from './routes/issues.ts';
import { labelRoutes } from './routes/labels.ts';
import { pullRoutes } from './routes/pulls.ts';
import { reactionRoutes } from './routes/reactions.ts';
import { refRoutes } from './routes/refs.ts';
import { repositoryRoutes } from './routes/repository.ts';
import { requestedReviewerRoutes } from './routes/requested-reviewers.ts';
import { reviewCommentRoutes } from './routes/review-comments.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { jobRoutes, runRoutes } from './routes/runs.ts';
import { secretRoutes } from './routes/secrets.ts';
import { workflowRoutes } from './routes/workflows.ts';

/** GitHub's REST API, as far as the product and its tests use it. What is not here is a 404. */
export function restApi(hosted: Hosted, limits: HourlyLimits): Api {
  const api = new Hono<ApiEnv>();
  const rates = { core: createRateLimits(limits, hosted.now), graphql: createRateLimits(limits, hosted.now) };

  // Before anybody is looked up: what an App signs is no token that GitHub has given out.
  appRoutes(api, hosted);
  api.use(async (c, next) => {
    const identity = identify(hosted, c.req.header('authorization'));
    c.set('identity', identity);
    // Asking for the limit costs nothing.
    const free = c.req.path === '/rate_limit';
    const resource = c.req.path === graphqlPath ? 'graphql' : 'core';
    const before = rates[resource].read(identity);
    const allowance = free ? before : rates[resource].count(identity);
    c.header('x-github-media-type', 'github.v3; format=json');
    c.header('x-github-request-id', randomBytes(12).toString('hex').toUpperCase());
    for (const [name, value] of Object.entries(rateLimitHeaders(allowance, resource))) c.header(name, value);
    if (free || before.remaining > 0) return next();
    const refusal = rateLimitExceeded(identity);
    if (resource === 'core') throw refusal;
    return c.json(graphqlRateLimited(refusal.message));
  });
  api.onError((error, c) => {
    if (error instanceof Refusal) return c.json(error.body, error.status as 400, error.headers);
    console.error(error);
    return c.json({ message: 'Server Error', documentation_url: '', status: '500' }, 500);
  });
  api.notFound((c) => c.json(notFound().body, 404));

  api.get('/rate_limit', (c) =>
    c.json(rateLimitBody(rates.core.read(c.var.identity), rates.graphql.read(c.var.identity))),
  );
  accountRoutes(api, hosted);
  revokingRoutes(api, hosted);
  elsewhereRoutes(api, hosted);
  graphqlRoute(api, hosted);
  api.route('/repos/:owner/:repo', repositoryApi(hosted));
  return api;
}

function identify(hosted: Hosted, authorization: string | undefined): Identity {
  const token = tokenOf(authorization);
  if (token === undefined) return { kind: 'anonymous' };
  const identity = hosted.tokens.identify(token);
  if (identity === undefined) throw badCredentials();
  return identity;
}

function repositoryApi(hosted: Hosted): Api {
  const api = new Hono<ApiEnv>();
  api.use(async (c, next) => {
    const asked = `${c.req.param('owner') ?? ''}/${c.req.param('repo') ?? ''}`;
    if (asked.toLowerCase() !== hosted.fullName.toLowerCase()) throw notFound();
    await next();
  });
  fullBodies(api, hosted);
  // Comments and reactions come before issues: `/issues/comments` would else be an issue's number,
  // and `/pulls/comments` a pull request's.
  for (const family of [
    reactionRoutes,
    commentRoutes,
    labelRoutes,
    issueRoutes,
    reviewCommentRoutes,
    reviewRoutes,
    requestedReviewerRoutes,
    pullRoutes,
    jobRoutes,
    runRoutes,
    secretRoutes,
    actionsSettingsRoutes,
    workflowRoutes,
    concurrencyRoutes,
    artifactRoutes,
    refRoutes,
    gitDataRoutes,
    commitRoutes,
    contentRoutes,
    collaboratorRoutes,
    repositoryRoutes,
  ])
    family(api, hosted);
  return api;
}
