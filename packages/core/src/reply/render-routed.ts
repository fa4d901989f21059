import type { RouteDecision } from '../route/decide.ts';
import { threadKey } from '../thread/thread.ts';
import { addressOf } from '../turn/reply-to.ts';
import { defuse } from './defuse.ts';
import { hostOf } from './defuse-rules.ts';
import { say } from './say.ts';
import { threadPage } from './thread-page.ts';

/** What an event was taken for, and why, in one line. A reason may name what somebody wrote. */
export function renderRouted(decision: RouteDecision, repositoryUrl: string): string {
  const why = inOneLine(decision.reason, repositoryUrl);
  if (decision.kind === 'ignore') return say('page.ignored', { why });
  const { thread, requestId, kind } = decision;
  const request = requestId.startsWith('dispatch-')
    ? requestId
    : `[${requestId}](${addressOf(requestId, threadPage(repositoryUrl, thread))})`;
  const placed = say('page.of', { request, thread: threadKey(thread) });
  const line = say('page.routed', { decision: say(`page.route.${kind}`), request: placed, why });
  return decision.kind === 'refuse'
    ? `${line} ${say('page.nextStep', { step: say(`failure.${decision.code}.fix`) })}`
    : line;
}

/** A text of somebody else's as the rest of a line: it begins no block, and ends as a sentence. */
export function inOneLine(text: string, url: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const harmless = defuse(line, { people: [], links: 'plain', host: hostOf(url) });
  return /[.!?]$/.test(harmless) ? harmless : `${harmless}.`;
}
