import { expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';

const place = '/repos/octo-org/demo';

async function open() {
  const lab = await openGitHub({ elsewhere: new Map([['octo-org/tool', new Map([['v1', 'a'.repeat(40)]])]]) });
  const get = async (path: string, token?: string, accept = 'application/json') => {
    const headers = { accept, ...(token === undefined ? {} : { authorization: `token ${token}` }) };
    const response = await fetch(`${lab.github.api}${path}`, { headers });
    return { status: response.status, text: await response.text() };
  };
  return { ...lab, get };
}

test.each(['', '/workflow', '/artifact-and-log-retention'])(
  'actions/permissions%s is for administrators, and for tokens that may read the administration',
  async (path) => {
    const { get, github, jobToken } = await open();
    const url = `${place}/actions/permissions${path}`;
    const { owner, writer, reader, bot } = github.tokens;
    expect((await get(url, owner)).status).toBe(200);
    for (const token of [writer, reader, bot, jobToken({ actions: 'write', contents: 'write' })])
      expect((await get(url, token)).status).toBe(403);
    expect((await get(url)).status).toBe(401);
    expect((await get(url, jobToken({ administration: 'read' }))).status).toBe(200);
  },
);

test('the list of selected actions is only there where actions are selected', async () => {
  const { get, github } = await open();
  const url = `${place}/actions/permissions/selected-actions`;
  expect((await get(url, github.tokens.owner)).status).toBe(409);
  github.settings.allowedActions = 'selected';
  expect((await get(url, github.tokens.owner)).status).toBe(200);
});

test('names of secrets are for writers and for tokens that may read secrets', async () => {
  const { get, github, jobToken } = await open();
  github.settings.organizationSecrets = ['SHARED'];
  const url = `${place}/actions/organization-secrets`;
  expect((await get(url, github.tokens.writer)).text).toContain('"name":"SHARED"');
  expect((await get(url, github.tokens.reader)).status).toBe(403);
  expect((await get(url, jobToken({ actions: 'write' }))).status).toBe(403);
});

test('where Actions are off no event makes a run, and where issues are off none is opened', async () => {
  const { github, client, events } = await open();
  const { rest } = client(github.tokens.writer);
  const issue = { owner: 'octo-org', repo: 'demo', title: 'Hi' };
  github.settings.actionsEnabled = false;
  await rest.issues.create(issue);
  expect(events).toEqual([]);
  github.settings.hasIssues = false;
  await expect(rest.issues.create(issue)).rejects.toMatchObject({ status: 410 });
});

test('a commit of another repository is found by its ref, or by itself', async () => {
  const { get } = await open();
  const sha = 'application/vnd.github.sha';
  expect(await get('/repos/octo-org/tool/commits/v1', undefined, sha)).toEqual({ status: 200, text: 'a'.repeat(40) });
  expect((await get(`/repos/octo-org/tool/commits/${'a'.repeat(40)}`, undefined, sha)).status).toBe(200);
  expect((await get('/repos/octo-org/tool/commits/v2', undefined, sha)).status).toBe(422);
  expect((await get('/repos/octo-org/none/commits/v1', undefined, sha)).status).toBe(404);
});
