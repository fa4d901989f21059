import type { Thread } from '@codex-worker/core';
import { conversationContract, permissionLookupContract, proposalsContract } from '@codex-worker/core/testing';
import { describe, expect } from 'vitest';
import { ACTIONS_BOT } from './client/github-client.ts';
import { conversation } from './conversation/conversation.ts';
import { permissionLookup } from './conversation/permission-lookup.ts';
import { type DemoGitHub, demoGitHub } from './demo-github.ts';
import { proposals } from './proposals/proposals.ts';
import { routePorts } from './routing/route-ports.ts';

const people = [{ login: 'alice' }, { login: 'bob' }, { login: 'mallory' }];
const routePortsOf = (github: DemoGitHub) =>
  routePorts({ client: github.job({ issues: 'write' }), run: github.run, ownLogin: ACTIONS_BOT, warn: expect.fail });
const closing = (github: DemoGitHub) => ({ [Symbol.asyncDispose]: () => github[Symbol.asyncDispose]() });

describe('the conversation on GitHub', () => {
  conversationContract(async () => {
    const github = await demoGitHub({ people });
    const { owner } = github.lab.tokens;
    return {
      ...closing(github),
      port: conversation(github.job({ issues: 'write', 'pull-requests': 'write' })),
      ownLogin: ACTIONS_BOT,
      openIssue: async (title, body) => ({ kind: 'issue', number: await github.openIssue(title, body) }),
      async commentAs(login, thread, body) {
        const token = github.lab.tokenFor(login);
        return Number((await github.as(token, 'POST', `/issues/${thread.number}/comments`, { body }))['id']);
      },
      acknowledge: ({ number }) => routePortsOf(github).acknowledge(`issue-${number}`, { kind: 'issue', number }),
      editor: 'olivia',
      edit: async (id, body) => void (await github.as(owner, 'PATCH', `/issues/comments/${id}`, { body })),
      openPullRequest: () => openPullRequest(github),
      async commentOnCodeAs(login, { number }, body, below) {
        const token = github.lab.tokenFor(login);
        const path = below === undefined ? `/pulls/${number}/comments` : `/pulls/${number}/comments/${below}/replies`;
        const place = below === undefined ? await firstLine(github, number) : {};
        return Number((await github.as(token, 'POST', path, { body, ...place }))['id']);
      },
      async reviewAs(login, { number }, body, texts) {
        const { commit_id, ...place } = await firstLine(github, number);
        const comments = texts.map((text) => ({ ...place, body: text }));
        const review = { commit_id, body, event: 'COMMENT', comments };
        return Number((await github.as(github.lab.tokenFor(login), 'POST', `/pulls/${number}/reviews`, review))['id']);
      },
      deleteComment: async (id) => void (await github.as(owner, 'DELETE', `/issues/comments/${id}`)),
      close: async ({ number }) => void (await github.as(owner, 'PATCH', `/issues/${number}`, { state: 'closed' })),
      lock: async ({ number }) => void (await github.as(owner, 'PUT', `/issues/${number}/lock`)),
      endingsOf: ({ number }, comment) =>
        Promise.all([endingOf(github, `/issues/${number}`), endingOf(github, `/issues/comments/${comment}`)]),
    };
  });
});

async function endingOf(github: DemoGitHub, path: string): Promise<'well' | 'badly' | undefined> {
  const reactions = Object.values(await github.as(github.lab.tokens.owner, 'GET', `${path}/reactions`));
  const contents = reactions.map((one) => (one as { content: string }).content).join();
  return contents === 'rocket' ? 'well' : contents === 'confused' ? 'badly' : undefined;
}

async function openPullRequest(github: DemoGitHub): Promise<Thread> {
  const { owner } = github.lab.tokens;
  const main = await github.as(owner, 'GET', '/git/ref/heads/main');
  const { sha } = main['object'] as { sha: string };
  await github.as(owner, 'POST', '/git/refs', { ref: 'refs/heads/feature', sha });
  await github.as(owner, 'PUT', '/contents/sum.ts', { message: 'Add', content: 'eAo=', branch: 'feature' });
  const opened = await github.as(owner, 'POST', '/pulls', { head: 'feature', base: 'main', title: 'Add up' });
  return { kind: 'pr', number: Number(opened['number']) };
}

async function firstLine(github: DemoGitHub, number: number) {
  const { head } = await github.as(github.lab.tokens.owner, 'GET', `/pulls/${number}`);
  const { sha } = head as { sha: string };
  return { commit_id: sha, path: 'sum.ts', line: 1, side: 'RIGHT' };
}

describe('the permission lookup on GitHub', () => {
  permissionLookupContract(async () => {
    const github = await demoGitHub({ people });
    return {
      ...closing(github),
      port: permissionLookup(github.job({})),
      grant: async (login, permission) => github.lab.setRole(login, permission),
    };
  });
});

describe('the proposals on GitHub', () => {
  proposalsContract(async () => {
    const github = await demoGitHub();
    const { owner } = github.lab.tokens;
    return {
      ...closing(github),
      port: proposals(github.job({ 'pull-requests': 'write', contents: 'read' })),
      async makeBranch(name) {
        const main = await github.as(owner, 'GET', '/git/ref/heads/main');
        const { sha } = main['object'] as { sha: string };
        await github.as(owner, 'POST', '/git/refs', { ref: `refs/heads/${name}`, sha });
        await github.as(owner, 'PUT', '/contents/new.txt', { message: 'Add', content: 'eA==', branch: name });
      },
      closePullRequest: async (number) =>
        void (await github.as(owner, 'PATCH', `/pulls/${number}`, { state: 'closed' })),
      async permit(permitted) {
        github.lab.settings.allowActionsToCreatePullRequests = permitted;
      },
    };
  });
});
