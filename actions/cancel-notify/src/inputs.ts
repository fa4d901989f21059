import { Failure, type NoticeOrder, parseThread, type RequestId, readFailure, readResults } from '@codex-worker/core';
import { type RunFacts, readEvent, readInputs } from '@codex-worker/github';

export type NotifyInputs = ReturnType<typeof readNotifyInputs>;

export function readNotifyInputs() {
  return readInputs((input) => ({
    thread: input.parsed('thread', parseThread),
    requestId: input.parsed('request-id', parseRequestId),
    needs: input.parsed('needs', parseNeeds),
    jobTimeoutMinutes: input.minutes('job-timeout-minutes') / 60_000,
    token: input.requiredSecret('github-token'),
    ownLogin: input.required('bot-login'),
  }));
}

function parseRequestId(text: string): RequestId {
  if (/^(issue|comment|dispatch)-\d+$/.test(text)) return text as RequestId;
  throw new Failure('input-invalid', {
    what: `The input "request-id" is "${text}".`,
    fix: 'Pass the output request-id of event-router.',
  });
}

function parseNeeds(text: string): Pick<NoticeOrder, 'results' | 'failure'> {
  try {
    const needs: unknown = JSON.parse(text);
    return { results: readResults(needs), failure: readFailure(needs) };
  } catch (cause) {
    throw new Failure('input-invalid', { what: 'The input "needs" is not JSON.', fix: 'Pass toJSON(needs).', cause });
  }
}

export async function noticeOrder(run: RunFacts, { needs, ...inputs }: NotifyInputs): Promise<NoticeOrder> {
  const event = await readEvent(run);
  return {
    ...inputs,
    ...needs,
    run: { id: run.runId, attempt: run.attempt, url: run.runUrl },
    // A run by hand has no text on GitHub that would tell its time: a day covers every queue.
    since:
      event.kind === 'unserved' || event.kind === 'dispatch'
        ? new Date(Date.now() - 86_400_000).toISOString()
        : event.request.createdAt,
  };
}
