import { parseCommand } from '../command/parse-command.ts';
import { appliedBranch, appliedBranchesOf } from '../fork/applied-branch.ts';
import { mayApply, newestPatch } from '../fork/may-apply.ts';
import { type ProposedPatch, patchDigest } from '../fork/proposed-patch.ts';
import type { Outbox, OutboxApply } from '../outbox/outbox.ts';
import { texts } from '../reply/texts.ts';
import type { Request } from '../request/request.ts';
import { isOfRepository, type PullRequestHead } from '../route/pull-request.ts';
import { coAuthor, commitMessage, commitSubject } from './commit-message.ts';
import { comparePage } from './compare-url.ts';
import { repositoryOf } from './own-outbox.ts';
import type { CommitOrder, Proposals, Publisher, PublishQuestions } from './ports.ts';
import type { AppliedProposal, ProposeEnd } from './propose-end.ts';
import type { ProposeSettings } from './propose-settings.ts';

interface ApplyPorts {
  readonly publisher: Publisher;
  readonly proposals: Proposals;
  readonly asking: PublishQuestions;
}

/** What is applied, why, and to what. All of it is as GitHub tells it: the outbox only says where to look. */
interface Application {
  readonly request: Request;
  readonly offered: ProposedPatch;
  readonly head: PullRequestHead;
  readonly branch: string;
}

/**
 * Puts a fork's commit with the patch of a reply on a branch of this repository, and opens a pull request for it. A
 * maintainer asked for exactly that; no agent has a part in it. Safe to repeat.
 */
export async function applyPatch(
  ports: ApplyPorts,
  outbox: Outbox,
  apply: OutboxApply,
  settings: ProposeSettings,
): Promise<ProposeEnd> {
  const found = await findApplication(ports.asking, outbox, apply, settings);
  if (typeof found === 'string') return { kind: 'not-applied', why: found };
  const pushed = await ports.publisher.push(commitOrder(found, settings));
  switch (pushed.kind) {
    case 'conflicts':
    case 'refused':
      return { kind: 'not-applied', why: pushed.detail };
    case 'nothing': {
      const there = await ports.publisher.look(found.branch, found.head.baseRef);
      if (!there) return { kind: 'not-applied', why: 'what it changes may not be pushed here' };
      return applied(ports, found, outbox, { settings, sha: there.sha, leftOut: [] });
    }
    case 'pushed':
      return applied(ports, found, outbox, { settings, sha: pushed.sha, leftOut: pushed.leftOut });
    case 'already-there':
      return applied(ports, found, outbox, { settings, sha: pushed.sha, leftOut: [] });
  }
}

/** Looks for itself whether somebody who may asked for this very patch. Answers the reason where not. */
async function findApplication(
  asking: PublishQuestions,
  { proposal }: Outbox,
  apply: OutboxApply,
  { thread, repositoryUrl, branchTemplate, ownLogin }: ProposeSettings,
): Promise<Application | string> {
  const head = thread.kind === 'pr' ? await asking.pullRequestHead(thread.number) : undefined;
  if (!head || isOfRepository(head, repositoryOf(repositoryUrl))) return 'it is no pull request from a fork';
  const request = await asking.conversation.request(thread, apply.requestId);
  if (!isStillAsked(request)) return 'the comment that asked for it was deleted or changed';
  if ((await mayApply(asking, request)) !== undefined) return `${request.author.login} may not have it applied`;
  const offered = newestPatch(await asking.conversation.newestComments(thread), ownLogin, request);
  if (!offered || offered.head !== apply.head || patchDigest(offered) !== apply.digest)
    return 'the answer that offered it was deleted or changed';
  const name = { title: proposal.title, digest: apply.digest };
  return { request, offered, head, branch: appliedBranch(appliedBranchesOf(branchTemplate, thread), name) };
}

const isStillAsked = (request: Request | undefined): request is Request =>
  request !== undefined && request.changedAt === undefined && parseCommand(request.text)?.kind === 'apply';

function commitOrder({ request, offered, head, branch }: Application, settings: ProposeSettings): CommitOrder {
  const { thread, isProtected } = settings;
  const coAuthors = [coAuthor(request.author)];
  const subject = `Change what Codex proposed for #${thread.number}`;
  const { head: base, patch } = offered;
  const requests = [request.id];
  return {
    branch,
    startsFrom: head.baseRef,
    startsAt: base,
    base,
    patch,
    requests,
    message: commitMessage({ base, patch, subject, requests, unfinished: [], coAuthors }),
    isProtected,
  };
}

interface OnBranch extends Pick<Extract<ProposeEnd, { kind: 'applied' }>, 'sha' | 'leftOut'> {
  readonly settings: ProposeSettings;
}

async function applied(
  { proposals }: ApplyPorts,
  { request, offered, head, branch }: Application,
  outbox: Outbox,
  { settings, sha, leftOut }: OnBranch,
): Promise<ProposeEnd> {
  const there = await proposals.findByHead(branch);
  const body = texts.appliedBody({
    number: settings.thread.number,
    repository: head.headRepository ?? 'a deleted fork',
    head: offered.head,
    by: request.author.login,
  });
  const title = commitSubject(outbox.proposal.title);
  const order = { branch, base: head.baseRef, title, body, draft: settings.draft };
  const proposal =
    there?.state === 'open'
      ? { number: there.number, url: there.url }
      : await opened(proposals, order, settings.repositoryUrl);
  return { kind: 'applied', branch, sha, leftOut, proposal };
}

async function opened(
  proposals: Proposals,
  order: Parameters<Proposals['open']>[0],
  repositoryUrl: string,
): Promise<AppliedProposal> {
  const end = await proposals.open(order);
  if (end.kind === 'opened') return { number: end.pullRequest.number, url: end.pullRequest.url };
  return { compareUrl: `${comparePage(repositoryUrl, order.base, order.branch)}?expand=1` };
}
