import { type ProposedPatch, renderPatchBlock, renderPatchMarker } from '../fork/proposed-patch.ts';
import type { OutboxReply, ReviewFacts } from '../outbox/outbox.ts';
import type { ChangedFile } from '../proposal/changed-files.ts';
import type { NothingLost, ProposalNote, ProposeEnd } from '../proposal/propose-end.ts';
import type { RequestId } from '../request/request.ts';
import type { ThreadKey } from '../thread/thread.ts';
import { fenced } from '../turn/fenced.ts';
import { cutText } from './cut-text.ts';
import { defuse, withEndsClosed } from './defuse.ts';
import { type DefuseRules, hostOf, type LinkMode } from './defuse-rules.ts';
import { withHiddenShown } from './hidden-characters.ts';
import { type Marker, renderMarker } from './marker.ts';
import { type FactLink, type ReplyFacts, renderFacts } from './render-facts.ts';
import { say } from './say.ts';
import { texts } from './texts.ts';

/** GitHub's documented limit is 65,536 characters; what the worker adds below the text must fit as well. */
const LONGEST_TEXT = 60_000;

/** What stands behind so much would be cut off, however much of what is before it is hidden or broken. */
const MOST_READ = 300_000;

export interface RunLink {
  readonly id: number;
  readonly attempt: number;
  readonly url: string;
}

/** A run with its attempt, as markers and the queue's files name it: `123.1`. */
export function runName({ id, attempt }: RunLink): string {
  return `${id}.${attempt}`;
}

export interface ReplyPlace {
  /** The thread it was asked in, where it is answered in another. */
  readonly from?: ThreadKey;
  /** Logins of those who are in the thread, besides the one who asked. */
  readonly people?: readonly string[];
  readonly links?: LinkMode;
  /** Where Codex read a fork's commit: that, and what the head is now. */
  readonly heads?: { readonly read: string; readonly now: string } | undefined;
  /** What the run changed, below the one reply that tells of it. */
  readonly change?: { readonly files: readonly ChangedFile[]; readonly review?: ReviewFacts | undefined } | undefined;
  /** Page of the thread's transcript. */
  readonly transcriptUrl?: string | undefined;
}

/** A reply as it is posted: the answer first, what became of the change, the facts folded, a marker for each request. */
export function renderReply(reply: OutboxReply, end: ProposeEnd, run: RunLink, place: ReplyPlace = {}): string {
  const { from, people = [], links = 'all', heads } = place;
  const rules: DefuseRules = { people: [reply.author, ...people], links, host: hostOf(run.url) };
  const harmless = (part: string): string => defuse(part, rules);
  const text = harmless(cutText(reply.text, MOST_READ));
  const hears = reply.outcome !== 'refused';
  // One that is not shown whole could not be agreed to.
  const offer = reply.patch && reply.patch.patch.length <= LONGEST_TEXT - text.length ? reply.patch : undefined;
  const parts = [
    cut(text, reply.text.length > MOST_READ, run.url),
    // Names of files and the words of a refused push come from the agent's change.
    ...(hears ? renderEnd(end, run.url) : []).map(harmless),
    hears ? renderPatch(end, LONGEST_TEXT - text.length) : '',
    ...renderOffer(offer, heads),
    harmless(renderFacts(factsOf(reply, end, run, place))),
    [...(offer ? [renderPatchMarker(offer)] : []), ...replyMarkers(reply, run, from).map(renderMarker)].join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The change that a maintainer may have applied, and whether it is about the head of now. */
function renderOffer(offer: ProposedPatch | undefined, heads: ReplyPlace['heads']): readonly string[] {
  const moved = heads && heads.read !== heads.now ? [texts.headMoved(heads.read, heads.now)] : [];
  if (!offer) return moved;
  const title = texts.patchOffered(offer.head);
  const block = `<details><summary>${title}</summary>\n\n${renderPatchBlock(offer)}\n\n</details>`;
  return [block, texts.howToApply, ...moved];
}

/** The markers of a reply, one for each request that it answers; `from` is the thread it was asked in, when it is answered in another. */
export function replyMarkers(reply: OutboxReply, run: RunLink, from?: ThreadKey): readonly Marker[] {
  const { requestId, also = [], alsoDigests = [], outcome, session, textDigest } = reply;
  const common = { outcome, run: runName(run), ...(from ? { from } : {}), ...(session ? { session } : {}) };
  const of = (request: RequestId, text: string | undefined): Marker => ({
    ...common,
    requestId: request,
    ...(text === undefined ? {} : { textDigest: text }),
  });
  // One turn counts once, whomever it answers.
  const first = { ...of(requestId, textDigest), ...(tellsOfTurn(reply) ? { by: reply.asker ?? reply.author } : {}) };
  return [first, ...also.map((other, index) => of(other, alsoDigests[index]))];
}

/** Codex was at work also where it was cut off. */
const tellsOfTurn = ({ outcome, turn }: OutboxReply): boolean =>
  outcome === 'answered' ? turn !== undefined : outcome !== 'refused';

/** Whether a reply is too long to be posted whole. */
export function isCut(text: string): boolean {
  // Where nobody may be mentioned, and no link is one, the most stands between.
  const shown = defuse(cutText(text, MOST_READ), { people: [], links: 'plain', host: '' });
  return text.length > MOST_READ || shown.length > LONGEST_TEXT;
}

/** Cuts on a line's end. */
function cut(text: string, isLonger: boolean, runUrl: string): string {
  if (text.length <= LONGEST_TEXT && !isLonger) return withEndsClosed(text);
  const whole = cutText(text, LONGEST_TEXT);
  const lastLine = whole.lastIndexOf('\n');
  const kept = lastLine > LONGEST_TEXT / 2 ? whole.slice(0, lastLine) : whole;
  return `${withEndsClosed(kept)}\n\n${texts.cut(runUrl)}`;
}

/** What became of the change, in the words of the reply. */
function renderEnd(end: ProposeEnd, runUrl: string): readonly string[] {
  switch (end.kind) {
    case 'not-applied':
      return [texts.notApplied(end.why)];
    case 'conflicts':
      return [texts.conflicts(end.detail, runUrl)];
    case 'held':
      return [texts.held(end.detail, runUrl)];
    case 'refused':
      return [texts.pushRefused(end.detail, runUrl)];
    case 'none':
    case 'opened':
    case 'updated':
    case 'pushed':
    case 'applied':
    case 'not-permitted': {
      const leftOut = end.leftOut.length > 0 ? [texts.leftOut(end.leftOut, runUrl, end.attached?.url)] : [];
      return [...renderLanded(end), ...(end.notes ?? []).flatMap(renderNote), ...leftOut];
    }
  }
}

function renderLanded(end: NothingLost): readonly string[] {
  switch (end.kind) {
    case 'none':
      return [];
    case 'opened':
      return [texts.opened(end.pullRequest)];
    case 'updated':
      return [texts.pushedTo(end.branch, end.sha)];
    case 'pushed': {
      const waits = end.notes?.some(({ kind }) => kind === 'on-request');
      return [waits ? texts.prOnRequest(end.branch, end.sha) : texts.pushedTo(end.branch, end.sha)];
    }
    case 'not-permitted':
      return [texts.prNotPermitted(end.compareUrl)];
    case 'applied': {
      const { branch, sha, proposal } = end;
      return 'number' in proposal
        ? [texts.applied(branch, sha, proposal.number)]
        : [texts.appliedOnly(branch, sha, proposal.compareUrl)];
    }
  }
}

function renderNote(note: ProposalNote): readonly string[] {
  switch (note.kind) {
    case 'labels':
      return [texts.labelsRefused(note.names, note.why)];
    case 'reviewers':
      return [texts.reviewersRefused(note.names, note.why)];
    case 'forbidden':
      return [texts.prForbidden(note.compareUrl)];
    case 'not-opened':
      return [texts.prRefused(note.why, note.compareUrl)];
    case 'nothing-to-open':
      return [texts.prNothingToOpen];
    case 'open-already':
      return [texts.prOpenAlready(note.pullRequest)];
    case 'on-request':
    // The log says it: whoever asked can do nothing about it.
    case 'not-linked':
      return [];
  }
}

/** The patch of a change that stayed outside, folded, where there is room for it. */
function renderPatch(end: ProposeEnd, room: number): string {
  const isLeftOut = 'attached' in end;
  const patch = isLeftOut ? end.attached?.patch : 'patch' in end ? end.patch : undefined;
  if (patch === undefined || patch.length > room) return '';
  const title = isLeftOut ? texts.leftOutShown : texts.patchShown;
  return `<details><summary>${title}</summary>\n\n${fenced(withHiddenShown(patch.trimEnd()), 'diff')}\n\n</details>`;
}

function factsOf(reply: OutboxReply, end: ProposeEnd, run: RunLink, { change, transcriptUrl }: ReplyPlace): ReplyFacts {
  const leftOut = new Set('leftOut' in end ? end.leftOut.map(({ path }) => path) : []);
  const isOfChange = end.kind !== 'none' && end.kind !== 'not-applied';
  return {
    turn: reply.turn,
    files: isOfChange ? (change?.files ?? []).filter(({ path }) => !leftOut.has(path)) : [],
    pushed: 'leftOut' in end,
    review: change?.review,
    links: [
      ...landedLinks(reply, end, run),
      { text: say('facts.runLink'), url: run.url },
      ...(transcriptUrl === undefined ? [] : [{ text: say('facts.transcriptLink'), url: transcriptUrl }]),
    ],
  };
}

/** Pages of what became of the change. */
function landedLinks({ outcome }: OutboxReply, end: ProposeEnd, { url }: RunLink): readonly FactLink[] {
  if (outcome === 'refused' || !('sha' in end)) return [];
  const repository = url.replace(/\/actions\/runs\/.*$/, '');
  const commit =
    end.sha === ''
      ? []
      : [{ text: say('facts.commitLink', { sha: end.sha.slice(0, 7) }), url: `${repository}/commit/${end.sha}` }];
  const number = pullRequestOf(end);
  const pullRequest =
    number === undefined
      ? []
      : [{ text: say('facts.pullRequestLink', { number }), url: `${repository}/pull/${number}` }];
  return [...commit, ...pullRequest];
}

function pullRequestOf(end: ProposeEnd): number | undefined {
  if (end.kind === 'opened' || end.kind === 'updated') return end.pullRequest;
  return end.kind === 'applied' && 'number' in end.proposal ? end.proposal.number : undefined;
}
