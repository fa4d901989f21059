import type { OutboxReply } from '../outbox/outbox.ts';
import type { ProposeEnd } from '../proposal/propose-end.ts';
import type { ThreadKey } from '../thread/thread.ts';
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

/** A reply as it is posted: the answer first, what became of the change, one small line of facts, the marker. */
export function renderReply(reply: OutboxReply, end: ProposeEnd, run: RunLink, from?: ThreadKey): string {
  const parts = [
    cut(withoutComments(reply.text), run.url),
    // Names of files and the words of a refused push come from the agent's change.
    ...(reply.outcome === 'refused' ? [] : renderEnd(end, run.url)).map(withoutComments),
    withoutComments(renderFacts(reply, run)),
    renderMarker(replyMarker(reply, run, from)),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The marker of a reply; `from` is the thread it was asked in, when it is answered in another. */
export function replyMarker(
  { requestId, outcome, session }: OutboxReply,
  { id, attempt }: RunLink,
  from?: ThreadKey,
): Marker {
  return { requestId, outcome, run: `${id}.${attempt}`, ...(from ? { from } : {}), ...(session ? { session } : {}) };
}

/** Whether a reply is too long to be posted whole. */
export function isCut(text: string): boolean {
  return withoutComments(text).length > LONGEST_TEXT;
}

/** Cuts on a line's end, and closes a code block that the cut would leave open. */
function cut(text: string, runUrl: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const whole = text.slice(0, LONGEST_TEXT);
  const lastLine = whole.lastIndexOf('\n');
  // Half of a character is none.
  const kept = lastLine > LONGEST_TEXT / 2 ? whole.slice(0, lastLine) : whole.replace(/[\uD800-\uDBFF]$/, '');
  const fence = openFence(kept);
  return `${kept}${fence === undefined ? '' : `\n${fence}`}\n\n${texts.cut(runUrl)}`;
}

/** The fence of the code block that a text ends in: only a bare one as long, of the same character, closes it. */
function openFence(text: string): string | undefined {
  let open: string | undefined;
  for (const [, fence = '', rest = ''] of text.matchAll(/^ {0,3}(`{3,}|~{3,})(.*)$/gm)) {
    if (open === undefined) open = fence;
    else if (fence.startsWith(open) && rest.trim() === '') open = undefined;
  }
  return open;
}

/** What became of the change, in the words of the reply. */
function renderEnd(end: ProposeEnd, runUrl: string): readonly string[] {
  const leftOut = 'leftOut' in end && end.leftOut.length > 0 ? [texts.leftOut(end.leftOut, runUrl)] : [];
  switch (end.kind) {
    case 'none':
      return leftOut;
    case 'opened':
      return [texts.opened(end.pullRequest), ...leftOut];
    case 'updated':
    case 'pushed':
      return [texts.pushedTo(end.branch, end.sha), ...leftOut];
    case 'not-permitted':
      return [texts.prNotPermitted(end.compareUrl), ...leftOut];
    case 'conflicts':
      return [texts.conflicts(end.detail, runUrl)];
    case 'refused':
      return [texts.pushRefused(end.detail, runUrl)];
  }
}

function renderFacts({ turn }: OutboxReply, { url }: RunLink): string {
  const facts = turn ? [turn.model, `${turn.seconds} s`, `${turn.tokens.toLocaleString('en-US')} tokens`] : [];
  return `<sub>${[...facts.filter((fact) => fact !== undefined), `[run](${url})`].join(' · ')}</sub>`;
}
