import { Failure } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { explain } from './explain.ts';

interface Answer {
  readonly status: number;
  readonly message: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error as the SDK throws it. */
function sdkError({ status, message, method = 'GET', path = '/issues/5', headers = {} }: Answer): Error {
  const url = `https://api.github.com/repos/octo-org/demo${path}?per_page=1`;
  return Object.assign(new Error(message), { status, request: { method, url }, response: { headers } });
}

const cases = [
  {
    when: 'a missing permission that GitHub names',
    answer: {
      status: 403,
      message: 'Resource not accessible by integration - https://docs.github.com/rest',
      method: 'POST',
      path: '/issues/5/comments',
      headers: { 'x-accepted-github-permissions': 'issues=write; pull_requests=write' },
    },
    code: 'permission-missing',
    says: 'Resource not accessible by integration. Add "issues: write" to the permissions of the calling job.',
  },
  {
    when: 'two permissions that are needed together',
    answer: {
      status: 403,
      message: 'No',
      headers: { 'x-accepted-github-permissions': 'pull_requests=write,contents=read' },
    },
    code: 'permission-missing',
    says: 'Add "pull-requests: write" and "contents: read"',
  },
  {
    when: 'a missing permission that GitHub does not name',
    answer: {
      status: 403,
      message: 'Resource not accessible by integration',
      method: 'DELETE',
      path: '/actions/artifacts/1',
    },
    code: 'permission-missing',
    says: 'Add "actions: write" to the permissions of the calling job.',
  },
  {
    when: 'a token that is not valid',
    answer: { status: 401, message: 'Bad credentials' },
    code: 'permission-missing',
    says: 'Pass a token that is valid',
  },
  {
    when: 'a locked conversation',
    answer: { status: 403, message: 'Unable to create comment because issue is locked.', method: 'POST' },
    code: 'permission-missing',
    says: 'issue is locked. Unlock the conversation and ask again.',
  },
  {
    when: 'a rate limit',
    answer: { status: 403, message: 'API rate limit exceeded', headers: { 'x-ratelimit-remaining': '0' } },
    code: 'github-unavailable',
    says: 'GitHub limits the rate of calls: API rate limit exceeded.',
  },
  {
    when: 'a deleted issue',
    answer: { status: 410, message: 'This issue was deleted' },
    code: 'thread-gone',
    says: '#5',
  },
  {
    when: 'a repository without issues',
    answer: { status: 410, message: 'Issues has been disabled in this repository.', method: 'POST', path: '/issues' },
    code: 'thread-gone',
    says: 'Issues has been disabled in this repository. Switch on Issues in the settings of the repository',
  },
  { when: 'a missing issue', answer: { status: 404, message: 'Not Found' }, code: 'thread-gone', says: '#5' },
  {
    when: 'a missing pull request',
    answer: { status: 404, message: 'Not Found', path: '/pulls/5' },
    code: 'thread-gone',
    says: '#5',
  },
  {
    when: 'a server error',
    answer: { status: 502, message: 'Bad gateway' },
    code: 'github-unavailable',
    says: 'GitHub did not answer GET /repos/octo-org/demo/issues/5: Bad gateway.',
  },
] as const;
for (const { when, answer, code, says } of cases) {
  test(`${when} is explained as ${code}`, () => {
    const failure = explain(sdkError(answer));
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ code, message: expect.stringContaining(says) });
  });
}

test('what is not an answer of GitHub stays as it is', () => {
  const bug = new TypeError('x is undefined');
  expect(explain(bug)).toBe(bug);
});
