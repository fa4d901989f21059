import type { OutboxReply } from '../outbox/outbox.ts';
import type { StructuredAnswer } from '../outcome/structured-answer.ts';
import { texts } from '../reply/texts.ts';
import { withNotes } from '../reply/with-notes.ts';
import type { Drained } from '../turn/drained.ts';
import { shownCommands } from '../turn/shown-commands.ts';
import type { FailedCommands } from '../turn/turn.ts';
import type { Redactor } from './redactor.ts';

/**
 * A run's replies, and what it says of its failure, without secrets. The last reply names the files that were left out: those
 * that hold a secret, and those that are too large.
 */
export function redactDrained(
  drained: Drained,
  withheld: readonly string[],
  redactor: Redactor,
  tooLarge: readonly string[] = [],
): Drained {
  const { failure } = drained;
  const note = [
    ...(withheld.length === 0 ? [] : [texts.withheld(withheld)]),
    ...(tooLarge.length === 0 ? [] : [texts.tooLarge(tooLarge.map((file) => redactor.said(file)))]),
  ];
  const last = drained.replies.length - 1;
  return {
    ...drained,
    replies: drained.replies.map((reply, index) => ({
      ...reply,
      ...(reply.patch ? { patch: { ...reply.patch, patch: redactor.text(reply.patch.patch) } } : {}),
      ...redactTurn(reply, redactor),
      text: withNotes(redactor.said(reply.text), index === last ? note : []),
    })),
    ...(drained.structured ? { structured: redactAnswer(drained.structured, redactor) } : {}),
    failure: failure && { ...failure, what: redactor.said(failure.what), fix: redactor.said(failure.fix) },
  };
}

function redactAnswer(answer: StructuredAnswer, { said }: Redactor): StructuredAnswer {
  return answer.kind === 'fits' ? { ...answer, json: said(answer.json) } : { ...answer, why: said(answer.why) };
}

/** Model and effort stand in the transcript, which a command without a sandbox may have written. */
function redactTurn({ turn }: OutboxReply, redactor: Redactor): Pick<OutboxReply, 'turn'> {
  if (!turn) return {};
  const { model, effort, failedCommands } = turn;
  return {
    turn: {
      ...turn,
      ...(model === undefined ? {} : { model: redactor.said(model) }),
      ...(effort === undefined ? {} : { effort: redactor.said(effort) }),
      ...(failedCommands ? { failedCommands: redactCommands(failedCommands, redactor) } : {}),
    },
  };
}

/** What commands wrote is cut when its secrets are out: half of one would not be found. */
function redactCommands({ count, last }: FailedCommands, redactor: Redactor) {
  const safe = last.map(({ command, exitCode, output }) => ({
    command: redactor.said(command),
    exitCode,
    output: redactor.said(output),
  }));
  const shown = shownCommands({ count, last: safe });
  return { count, last: [...shown.last] };
}
