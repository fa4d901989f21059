import type { OutboxReply } from '../outbox/outbox.ts';
import type { ProposeEnd } from '../proposal/propose-end.ts';
import type { FactLink, ReplyFacts } from './render-facts.ts';
import type { ReplyPlace, RunLink } from './render-reply.ts';
import { say } from './say.ts';

/** What is folded below a reply, of its turn, of what became of the change, and of where to look. */
export function factsOf(
  reply: OutboxReply,
  end: ProposeEnd,
  run: RunLink,
  { change, transcriptUrl }: ReplyPlace,
): ReplyFacts {
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
