import { texts } from '../reply/texts.ts';
import type { Drained } from '../turn/drained.ts';
import type { Redactor } from './redactor.ts';

/** A run's replies, and what it says of its failure, without secrets. The last reply names the files that were left out. */
export function redactDrained(drained: Drained, withheld: readonly string[], redactor: Redactor): Drained {
  const { failure } = drained;
  const note = withheld.length === 0 ? [] : [texts.withheld(withheld)];
  const last = drained.replies.length - 1;
  return {
    ...drained,
    replies: drained.replies.map((reply, index) => ({
      ...reply,
      ...(reply.patch ? { patch: { ...reply.patch, patch: redactor.text(reply.patch.patch) } } : {}),
      text: [redactor.text(reply.text), ...(index === last ? note : [])].join('\n\n'),
    })),
    failure: failure && { ...failure, what: redactor.text(failure.what), fix: redactor.text(failure.fix) },
  };
}
