import { Failure } from '../failure/failure.ts';
import { type Ledger, newLedger } from '../ledger/ledger.ts';
import { cursor, openRequests, unpublished } from '../ledger/open-requests.ts';
import { isThreadBranch, threadBranchPrefix } from '../proposal/branch-name.ts';
import type { Proposals, PullRequest, WorkingTree } from '../proposal/ports.ts';
import { type Marker, settles } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { texts } from '../reply/texts.ts';
import { normaliseText, type Request, type RequestId } from '../request/request.ts';
import type { Start } from '../route/route.ts';
import { type AdmissionPolicy, admit, type PermissionLookup } from '../standing/standing.ts';
import type { ArtifactStore } from '../store/artifact-store.ts';
import type { Comment, Conversation, ThreadFacts } from '../thread/conversation.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import type { Sandbox } from '../turn/turn.ts';
import type { ArchivedFile } from './archive.ts';
import { type CarryPorts, carryUnpublished } from './carry.ts';
import { type FoundBundle, findBundle } from './find-bundle.ts';
import { refuseAll } from './refusal.ts';
import type { RestoreStatus, ThreadState } from './thread-state.ts';
import type { TrustPolicy } from './trust.ts';

export interface RestorePorts extends CarryPorts {
  readonly conversation: Conversation;
  readonly people: PermissionLookup;
  readonly artifacts: ArtifactStore;
  readonly proposals: Proposals;
  readonly tree: WorkingTree;
}

export interface RestoreOrder {
  readonly thread: Thread;
  readonly start: Start;
  /** The request of this run's event, with the text that was authorised. */
  readonly request: Request;
  readonly attempt: number;
  /** Head branch of a pull request, default branch for an issue. */
  readonly branch: string;
  readonly base: string;
  readonly branchTemplate: string;
  readonly sandbox: Sandbox;
  /** Undefined when the caller gave none: then no bundle can be opened. */
  readonly sessionKey: string | undefined;
  readonly policy: AdmissionPolicy;
  readonly trust: TrustPolicy;
}

export interface Restored {
  readonly state: ThreadState;
  /** Codex's files, to be put under `CODEX_HOME`. */
  readonly files: readonly ArchivedFile[];
}

/** Finds the session, the ledger and what is open, and puts the workspace on the thread's branch as it is now. */
export async function restoreThread(ports: RestorePorts, order: RestoreOrder): Promise<Restored> {
  const facts = await ports.conversation.facts(order.thread);
  const found = await findBundle(ports.artifacts, order);
  const session = await chooseSession(ports, order, found);
  switch (session.kind) {
    case 'lost':
      return { state: await lost(ports, order, facts, session), files: [] };
    case 'found':
      return resume(ports, order, facts, session);
  }
}

/** The session that the run goes on with, or why there is none. */
type Session =
  | {
      readonly kind: 'found';
      readonly status: 'fresh' | 'resumed';
      readonly ledger: Ledger;
      readonly files: readonly ArchivedFile[];
    }
  | { readonly kind: 'lost'; readonly status: 'expired' | 'untrusted'; readonly failure: Failure };

async function chooseSession(ports: RestorePorts, order: RestoreOrder, found: FoundBundle): Promise<Session> {
  const fresh = newLedger(threadKey(order.thread), order.request.createdAt, order.sandbox);
  const begin: Session = { kind: 'found', status: 'fresh', ledger: fresh, files: [] };
  switch (found.kind) {
    case 'opened':
      if (order.start === 'anew') return { ...begin, ledger: withoutSession(found.contents.ledger) };
      return { kind: 'found', status: 'resumed', ...found.contents };
    case 'refused':
      return order.start === 'anew' ? begin : { kind: 'lost', status: 'untrusted', failure: found.failure };
    case 'none':
      if (await mayBegin(ports, order)) return begin;
      return { kind: 'lost', status: 'expired', failure: expired(order.thread) };
  }
}

function withoutSession(ledger: Ledger): Ledger {
  const { sessionId: _, ...settings } = ledger.settings;
  return { ...ledger, settings };
}

/** Whether a thread without a bundle may have a first session, by what the worker said in it. */
async function mayBegin({ conversation }: RestorePorts, order: RestoreOrder): Promise<boolean> {
  if (order.start === 'anew' || (order.start === 'new' && order.attempt === 1)) return true;
  const comments = await conversation.newestComments(order.thread);
  const markers = ownMarkers(comments, order.policy.ownLogin).map(({ marker }) => marker);
  if (markers.some(tellsOfSession)) return false;
  // Whoever was told that nothing has begun yet was also told to reply.
  return order.start !== 'continue' || markers.some(({ session }) => session === 'none');
}

/** What was answered in another thread tells nothing of a session here, and a refusal of none at all. */
const tellsOfSession = ({ outcome, from, session }: Marker): boolean =>
  outcome !== 'refused' && from === undefined && session !== 'none';

function expired(thread: Thread): Failure {
  return new Failure('session-expired', {
    what: `There is no session for ${threadKey(thread)}: its artifact expired or was deleted.`,
    fix: 'Begin anew: open a new issue, or run the workflow by hand with this thread and "new-session".',
  });
}

/** A thread whose session is gone: the person is told, nothing is run and nothing is stored. */
async function lost(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  { status, failure }: Extract<Session, { kind: 'lost' }>,
): Promise<ThreadState> {
  const pullRequest = await findMove(ports, order, undefined);
  const ledger = newLedger(threadKey(order.thread), order.request.createdAt, order.sandbox);
  const base = { ...empty(order, facts, ledger), keepBundle: false };
  if (pullRequest) {
    return { ...base, status: 'moved', refusals: refuseAll([order.request], texts.moved(pullRequest.url)) };
  }
  const why = failure.code === 'session-expired' ? texts.sessionExpired : failure.what;
  return {
    ...base,
    status,
    refusals: refuseAll([order.request], texts.sessionGone(why), failure.code),
    failure: { code: failure.code, what: failure.what, fix: failure.fix },
  };
}

function empty(order: RestoreOrder, facts: ThreadFacts, ledger: Ledger): Omit<ThreadState, 'status'> {
  return {
    thread: order.thread,
    facts,
    ledger,
    keepBundle: true,
    open: [],
    refusals: [],
    failure: undefined,
    workspace: { base: '', baseBranch: order.base, note: undefined },
    movedTo: undefined,
    carried: undefined,
    ownRequest: order.request.id,
  };
}

async function resume(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  { status, ledger, files }: Extract<Session, { kind: 'found' }>,
): Promise<Restored> {
  const comments = await ports.conversation.commentsSince(order.thread, cursor(ledger));
  const replies = ownMarkers(comments, order.policy.ownLogin);
  const behind = status === 'resumed' && olderThanThread(ledger, replies);
  if (behind) {
    return {
      state: await lost(ports, order, facts, { kind: 'lost', status: 'untrusted', failure: behind }),
      files: [],
    };
  }
  return { state: await takeUp(ports, order, facts, { status, ledger, comments, replies }), files };
}

type Replies = ReturnType<typeof ownMarkers>;

/** A bundle that does not know an answer of the thread is an old one: going on from it would forget a turn. */
function olderThanThread(ledger: Ledger, replies: Replies): Failure | undefined {
  const unknown = replies.find(
    ({ marker, comment }) =>
      marker.outcome === 'answered' &&
      marker.from === undefined &&
      Date.parse(comment.createdAt) >= Date.parse(ledger.beganAt) &&
      !ledger.requests.some(({ id }) => id === marker.requestId),
  );
  if (!unknown) return undefined;
  return new Failure('bundle-untrusted', {
    what: `The newest session artifact is older than the thread: it does not know the answer ${unknown.comment.url}.`,
    fix: 'Begin anew: open a new issue, or run the workflow by hand with this thread and "new-session".',
  });
}

interface TakenUp {
  readonly status: 'fresh' | 'resumed';
  readonly ledger: Ledger;
  readonly comments: readonly Comment[];
  readonly replies: Replies;
}

async function takeUp(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  { status, ledger, comments, replies }: TakenUp,
): Promise<ThreadState> {
  const markers = replies.map(({ marker }) => marker);
  const askedAgain = order.attempt > 1 ? order.request.id : undefined;
  const final = markers.filter((marker) => settles(marker, askedAgain)).map(({ requestId }) => requestId);
  const open = openRequests(ledger, {
    asked: [order.request, ...(await requestsAmong(ports.people, comments, order.policy))],
    repliedTo: new Set(final),
    ofThisRun: order.request.id,
    askedAgain,
  });
  const pending = unpublished(ledger, markers);
  const sorted = sortOut(order, facts, open, await moveOf(ports, order, ledger));
  const state = { ...empty(order, facts, ledger), status, ...sorted };
  if (sorted.open.length === 0 && pending.length === 0) return state;
  return prepareWorkspace(ports, order, state, pending);
}

/** A thread that never had a branch cannot have moved, and costs no call. */
async function moveOf(ports: RestorePorts, order: RestoreOrder, ledger: Ledger): Promise<PullRequest | undefined> {
  const { branch } = ledger.settings;
  return branch === undefined ? undefined : findMove(ports, order, branch);
}

/** The comments that ask for something: by people with standing, never by us or by unknown bots. */
export async function requestsAmong(
  people: PermissionLookup,
  comments: readonly Comment[],
  policy: AdmissionPolicy,
): Promise<readonly Request[]> {
  const requests: Request[] = [];
  for (const { id, author, createdAt, body } of comments) {
    if ((await admit(people, author, policy)).kind !== 'admitted') continue;
    requests.push({ id: `comment-${id}`, author, createdAt, text: normaliseText(body) });
  }
  return requests;
}

/** The pull request that an issue thread ended in. Without a ledger, the thread's branch is found by its name. */
async function findMove(
  { proposals }: RestorePorts,
  { thread, branchTemplate }: RestoreOrder,
  branch: string | undefined,
): Promise<PullRequest | undefined> {
  if (thread.kind === 'pr') return undefined;
  if (branch !== undefined) return proposals.findByHead(branch);
  const candidates = await proposals.branchesStartingWith(threadBranchPrefix(branchTemplate, thread));
  const found = candidates.find((name) => isThreadBranch(branchTemplate, thread, name));
  return found === undefined ? undefined : proposals.findByHead(found);
}

type Sorted = { status?: RestoreStatus } & Pick<ThreadState, 'open' | 'refusals' | 'movedTo'>;

/** Tells what Codex answers from what the state of the thread answers. */
function sortOut(
  { thread }: RestoreOrder,
  facts: ThreadFacts,
  open: readonly Request[],
  pullRequest: PullRequest | undefined,
): Sorted {
  if (pullRequest) {
    const early = open.filter(({ createdAt }) => Date.parse(createdAt) < Date.parse(pullRequest.createdAt));
    const late = open.filter((request) => !early.includes(request));
    const refusals = refuseAll(late, texts.moved(pullRequest.url));
    // A closed pull request takes no more changes: what was asked before it closed is told where it went.
    if (pullRequest.state === 'closed') {
      return { status: 'moved', open: [], refusals: refuseAll(open, texts.moved(pullRequest.url)), movedTo: undefined };
    }
    return { status: 'moved', open: early, refusals, movedTo: pullRequest.number };
  }
  if (!facts.open) return { open: [], refusals: refuseAll(open, texts.closed(thread.number)), movedTo: undefined };
  return { open, refusals: [], movedTo: undefined };
}

/** Puts the workspace on the thread's branch as it is now, with what an earlier run did not publish. */
async function prepareWorkspace(
  ports: RestorePorts,
  order: RestoreOrder,
  state: ThreadState,
  pending: readonly RequestId[],
): Promise<ThreadState> {
  const placed = await placeWorkspace(ports.tree, order, state);
  if (!placed.workspace) {
    const refusals = refuseAll(state.open, texts.branchGone(order.branch), 'branch-gone');
    return { ...state, open: [], refusals: [...state.refusals, ...refusals] };
  }
  const ready = { ...state, workspace: placed.workspace };
  if (pending.length === 0) return ready;
  const carried = await carryUnpublished(ports, ready, pending);
  if (!carried) return ready;
  // With the change in the files, nothing of what was made before is missing.
  const workspace = carried.applied ? { ...ready.workspace, note: undefined } : ready.workspace;
  return { ...ready, workspace, carried };
}

async function placeWorkspace(
  tree: WorkingTree,
  { thread, branch, base }: RestoreOrder,
  { ledger }: ThreadState,
): Promise<{ readonly workspace: ThreadState['workspace'] | undefined }> {
  const own = thread.kind === 'pr' ? branch : ledger.settings.branch;
  const onOwn = own === undefined ? undefined : await tree.checkOut(own);
  if (onOwn !== undefined) return { workspace: { base: onOwn, baseBranch: base, note: undefined } };
  if (thread.kind === 'pr') return { workspace: undefined };
  const onBase = await tree.checkOut(base);
  if (onBase === undefined) {
    throw new Failure('repository-empty', {
      what: `The repository has no branch "${base}" with a commit.`,
      fix: 'Push a first commit, then ask again.',
    });
  }
  const note = own === undefined ? undefined : texts.branchWasDeleted(own, base);
  return { workspace: { base: onBase, baseBranch: base, note } };
}
