import type { OutboxReply } from '../outbox/outbox.ts';
import type { NothingLost, ProposalNote, ProposeEnd } from '../proposal/propose-end.ts';
import type { RequestId } from '../request/request.ts';
import type { ThreadKey } from '../thread/thread.ts';
import { fenced } from '../turn/fenced.ts';
import { withBlocksClosed } from './code-block.ts';
import { cutText } from './cut-text.ts';
import { type Marker, renderMarker } from './marker.ts';
import { texts } from './texts.ts';
import { withoutComments } from './without-comments.ts';

/** GitHub's documented limit is 65,536 characters; what the worker adds below the text must fit as well. */
const LONGEST_TEXT = 60_000;

export interface RunLink {
  readonly id: number;
  readonly attempt: number;
  readonly url: string;
}

/** A run with its attempt, as markers and the queue's files name it: `123.1`. */
export function runName({ id, attempt }: RunLink): string {
  return `${id}.${attempt}`;
}

/** A reply as it is posted: the answer first, what became of the change, one small line of facts, a marker for each request. */
export function renderReply(reply: OutboxReply, end: ProposeEnd, run: RunLink, from?: ThreadKey): string {
  const text = withoutComments(reply.text);
  const hears = reply.outcome !== 'refused';
  const parts = [
    cut(text, run.url),
    // Names of files and the words of a refused push come from the agent's change.
    ...(hears ? renderEnd(end, run.url) : []).map(withoutComments),
    hears ? renderPatch(end, LONGEST_TEXT - text.length) : '',
    withoutComments(renderFacts(reply, run)),
    replyMarkers(reply, run, from).map(renderMarker).join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
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
  const first = { ...of(requestId, textDigest), ...(tellsOfTurn(reply) ? { by: reply.author } : {}) };
  return [first, ...also.map((other, index) => of(other, alsoDigests[index]))];
}

/** Codex was at work also where it was cut off. */
const tellsOfTurn = ({ outcome, turn }: OutboxReply): boolean =>
  outcome === 'answered' ? turn !== undefined : outcome !== 'refused';

/** Whether a reply is too long to be posted whole. */
export function isCut(text: string): boolean {
  return withoutComments(text).length > LONGEST_TEXT;
}

/** Cuts on a line's end. */
function cut(text: string, runUrl: string): string {
  if (text.length <= LONGEST_TEXT) return withBlocksClosed(text);
  const whole = cutText(text, LONGEST_TEXT);
  const lastLine = whole.lastIndexOf('\n');
  const kept = lastLine > LONGEST_TEXT / 2 ? whole.slice(0, lastLine) : whole;
  return `${withBlocksClosed(kept)}\n\n${texts.cut(runUrl)}`;
}

/** What became of the change, in the words of the reply. */
function renderEnd(end: ProposeEnd, runUrl: string): readonly string[] {
  switch (end.kind) {
    case 'conflicts':
      return [texts.conflicts(end.detail, runUrl)];
    case 'refused':
      return [texts.pushRefused(end.detail, runUrl)];
    case 'none':
    case 'opened':
    case 'updated':
    case 'pushed':
    case 'not-permitted': {
      const leftOut = end.leftOut.length > 0 ? [texts.leftOut(end.leftOut, runUrl)] : [];
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
  const patch = 'patch' in end ? end.patch : undefined;
  if (patch === undefined || patch.length > room) return '';
  return `<details><summary>${texts.patchShown}</summary>\n\n${fenced(patch.trimEnd(), 'diff')}\n\n</details>`;
}

function renderFacts({ turn }: OutboxReply, { url }: RunLink): string {
  const facts = turn ? [turn.model, `${turn.seconds} s`, `${turn.tokens.toLocaleString('en-US')} tokens`] : [];
  return `<sub>${[...facts.filter((fact) => fact !== undefined), `[run](${url})`].join(' · ')}</sub>`;
}
