import { Failure } from '@codex-worker/core';
import * as v from 'valibot';
import { type BadAnswer, badAnswer, sentence } from './answer.ts';

/** Turns a bad answer of GitHub into what a person should read. What is not GitHub's answer stays as it is. */
export function explain(error: unknown): unknown {
  if (error instanceof Failure) return error;
  const answer = badAnswer(error);
  const limit = answer ? undefined : limitOfGraphql(error);
  if (limit !== undefined) return unavailable(`GitHub limits the rate of calls: ${limit}`, error);
  return (answer && failureOf(answer, error)) ?? error;
}

/** GraphQL has a limit of its own, and tells it in an answer that has gone well: the SDK throws it without a status. */
function limitOfGraphql(error: unknown): string | undefined {
  const told = v.safeParse(limited, error);
  return told.success ? told.output.data.errors.find(({ type }) => type === 'RATE_LIMITED')?.message : undefined;
}

const limited = v.object({
  data: v.object({ errors: v.array(v.object({ type: v.nullish(v.string()), message: v.string() })) }),
});

function failureOf(answer: BadAnswer, cause: unknown): Failure | undefined {
  const { status, message } = answer;
  if (status >= 500) return unavailable(`GitHub did not answer ${callOf(answer)}: ${message}`, cause);
  if (isRateLimit(answer)) return unavailable(`GitHub limits the rate of calls: ${message}`, cause);
  if (status === 410 && /disabled/i.test(message)) return issuesDisabled(answer, cause);
  if (status === 410 || (status === 404 && onThread(answer))) return threadGone(answer, cause);
  if (status === 401 || status === 403 || status === 404) return noPermission(answer, cause);
  return undefined;
}

const callOf = ({ method, path }: BadAnswer): string => `${method} ${path}`;

const onThread = ({ path }: BadAnswer): boolean =>
  /^\/repos\/[^/]+\/[^/]+\/(?:issues|pulls)\/\d+(?:\/comments)?$/.test(path);

function isRateLimit({ status, message, headers }: BadAnswer): boolean {
  if (status === 429) return true;
  return status === 403 && (headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(message));
}

function unavailable(what: string, cause: unknown): Failure {
  return new Failure('github-unavailable', {
    what: sentence(what),
    fix: 'Re-run the failed jobs when GitHub is well again (https://www.githubstatus.com).',
    cause,
  });
}

function threadGone(answer: BadAnswer, cause: unknown): Failure {
  const number = /\/(?:issues|pulls)\/(\d+)/.exec(answer.path)?.[1];
  const what = number === undefined ? `GitHub has no ${answer.path} any more` : `#${number} is not there any more`;
  return new Failure('thread-gone', {
    what: sentence(`${what}: ${answer.message}`),
    fix: 'Ask again where it is now, or in a new issue.',
    cause,
  });
}

/** GitHub answers so, too, where an issue is to be opened and the repository has none. */
function issuesDisabled({ message }: BadAnswer, cause: unknown): Failure {
  return new Failure('thread-gone', {
    what: sentence(message),
    fix: 'Switch on Issues in the settings of the repository, under "Features", or ask in a pull request.',
    cause,
  });
}

function noPermission(answer: BadAnswer, cause: unknown): Failure {
  const what = sentence(`GitHub refused ${callOf(answer)} with ${answer.status}: ${answer.message}`);
  return new Failure('permission-missing', { what, fix: permissionFix(answer), cause });
}

function permissionFix(answer: BadAnswer): string {
  if (answer.status === 401) return 'Pass a token that is valid: the default is `github.token` of the job.';
  if (/locked/i.test(answer.message)) return 'Unlock the conversation and ask again.';
  if (/archived/i.test(answer.message)) return 'Unarchive the repository.';
  const permission = neededPermission(answer);
  if (permission === undefined) return 'Give the token of the job access to the repository.';
  return `Add "${permission}" to the permissions of the calling job.`;
}

/** GitHub names the permission in a header; where it does not, the path tells. */
function neededPermission({ method, path, headers }: BadAnswer): string | undefined {
  const accepted = headers['x-accepted-github-permissions'];
  // Alternatives stand between semicolons, what is needed together between commas.
  const named = typeof accepted === 'string' ? (accepted.split(';')[0] ?? '').trim() : '';
  if (named !== '') {
    return named
      .split(',')
      .map((one) => one.trim().replace('_', '-').replace('=', ': '))
      .join('" and "');
  }
  const level = method === 'GET' ? 'read' : 'write';
  const area = /^\/repos\/[^/]+\/[^/]+\/(\w+)/.exec(path)?.[1];
  const scope = {
    issues: 'issues',
    pulls: 'pull-requests',
    actions: 'actions',
    git: 'contents',
    contents: 'contents',
    dispatches: 'contents',
  }[area ?? ''];
  return scope && `${scope}: ${level}`;
}
