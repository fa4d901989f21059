import { type ProposedPatch, renderPatchBlock, renderPatchMarker } from '../fork/proposed-patch.ts';
import type { OutboxReply, ReviewFacts } from '../outbox/outbox.ts';
import type { ChangedFile } from '../proposal/changed-files.ts';
import type { ProposeEnd } from '../proposal/propose-end.ts';
import { type RequestId, shortDigest } from '../request/request.ts';
import type { ThreadKey } from '../thread/thread.ts';
import { answerParts, LONGEST_TEXT } from './answer-parts.ts';
import { defuse } from './defuse.ts';
import { type DefuseRules, hostOf, type LinkMode } from './defuse-rules.ts';
import { type Marker, type PartMarker, renderMarker, renderPartMarker } from './marker.ts';
import { renderEnd, renderPatch } from './render-end.ts';
import { renderFacts } from './render-facts.ts';
import { factsOf } from './reply-facts.ts';
import { texts } from './texts.ts';

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

/** A reply as it is posted, in one comment or, where that is too long for one, in several. */
export function renderReply(
  reply: OutboxReply,
  end: ProposeEnd,
  run: RunLink,
  place: ReplyPlace = {},
): readonly string[] {
  const rules = rulesFor(reply, run, place);
  const { texts: answer, isWhole } = answerParts(reply.text, rules);
  const last = answer.at(-1) ?? '';
  const rest = renderRest(reply, end, run, { place, rules, above: last.length });
  const more = isWhole ? [] : [texts.cut(run.url, place.transcriptUrl)];
  const closing = [...more, rest].join('\n\n');
  const fits = last.length + closing.length + LONGEST_NOTE <= LONGEST_COMMENT;
  const all = fits ? answer : [...answer, ''];
  return all.map((text, index) => {
    const parts = [text];
    const [part, of] = [index + 1, all.length];
    if (of > 1) parts.push(part < of ? texts.goesOn(part, of) : texts.goesOnHere(part, of));
    parts.push(part < of ? renderPartMarker(partOf(reply, run, part)) : closing);
    return parts
      .filter((each) => each !== '')
      .join('\n\n')
      .toWellFormed();
  });
}

/** GitHub's documented limit. It takes more bytes than that, and counts no character as more than these do. */
const LONGEST_COMMENT = 65_536;

/** Room for the line that says which part a comment is. */
const LONGEST_NOTE = 1000;

const rulesFor = (
  { author }: OutboxReply,
  { url }: RunLink,
  { people = [], links = 'all' }: ReplyPlace,
): DefuseRules => ({
  people: [author, ...people],
  links,
  host: hostOf(url),
});

interface RestPlace {
  readonly place: ReplyPlace;
  readonly rules: DefuseRules;
  /** Length of the text above. */
  readonly above: number;
}

/** What stands below the answer: what became of the change, the facts folded, a marker for each request. */
function renderRest(reply: OutboxReply, end: ProposeEnd, run: RunLink, { place, rules, above }: RestPlace): string {
  const { from, heads } = place;
  const harmless = (part: string): string => defuse(part, rules);
  const hears = reply.outcome !== 'refused';
  // One that is not shown whole could not be agreed to. Below a long answer it has a comment of its own.
  const offer = reply.patch && renderPatchBlock(reply.patch).length <= LONGEST_TEXT ? reply.patch : undefined;
  // Names of files and the words of a refused push come from the agent's change.
  const ended = (hears ? renderEnd(end, run.url) : []).map(harmless);
  const markers = [
    ...(offer ? [renderPatchMarker(offer)] : []),
    ...replyMarkers(reply, run, from).map(renderMarker),
  ].join('\n');
  const patch = hears ? renderPatch(end, LONGEST_TEXT - above - ended.join('').length - markers.length) : '';
  const parts = [...ended, patch, ...renderOffer(offer, heads)];
  const taken = parts.join('').length + markers.length + LONGEST_NOTE;
  const facts = harmless(renderFacts(factsOf(reply, end, run, place), LONGEST_COMMENT - taken));
  return [...parts, facts, markers].filter((part) => part !== '').join('\n\n');
}

/** Which part of which reply a comment before the last one is. */
export const partOf = ({ requestId, outcome, text }: OutboxReply, run: RunLink, part: number): PartMarker => ({
  requestId,
  outcome,
  run: runName(run),
  part,
  answerDigest: shortDigest(text),
});

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
