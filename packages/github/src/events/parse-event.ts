import { type ConversationEvent, Failure, normaliseText, parseThread, problemsOf } from '@codex-worker/core';
import * as v from 'valibot';
import { personOf } from '../conversation/person.ts';
import {
  codeComment,
  comment,
  edited,
  headOf,
  issueFacts,
  opening,
  openingBefore,
  pullRequestFacts,
  putOn,
  review,
} from './asked.ts';
import { askedByWorkflow, type WorkflowPrompt } from './asked-by-workflow.ts';
import * as payloads from './payloads.ts';

/** The run that an event started. */
export interface EventRun {
  readonly runId: number;
  /** ISO 8601; the time of a request that GitHub gives none. */
  readonly createdAt: string;
}

/** Turns a payload into what it means to the worker. */
export function parseEvent(name: string, payload: unknown, run: EventRun, prompt?: WorkflowPrompt): ConversationEvent {
  const action = actionOf(payload);
  // The action of a repository_dispatch is whatever its sender called it.
  const event = action === undefined || name === 'repository_dispatch' ? name : `${name}.${action}`;
  const unserved = { kind: 'unserved', name, action } as const;
  switch (event) {
    case 'issues.opened': {
      const { issue } = read(payloads.opened, payload, event);
      return { kind: 'issue', issue: issueFacts(issue), request: opening(issue), asker: personOf(issue.user) };
    }
    case 'issues.edited': {
      const { issue, changes, sender } = read(payloads.retold, payload, event);
      const request = edited(opening(issue), openingBefore(issue, changes), issue.updated_at);
      return request ? { kind: 'issue', issue: issueFacts(issue), request, asker: personOf(sender) } : sameText(name);
    }
    case 'issues.labeled': {
      const { issue, label, sender } = read(payloads.labeled, payload, event);
      const doing = { issue: issueFacts(issue), request: putOn(issue), asker: personOf(sender) };
      return { kind: 'label', label: label.name, ...doing };
    }
    case 'issues.assigned': {
      const { issue, assignee, sender } = read(payloads.assigned, payload, event);
      const doing = { issue: issueFacts(issue), request: putOn(issue), asker: personOf(sender) };
      return { kind: 'assignment', assignee: personOf(assignee).login, ...doing };
    }
    case 'issue_comment.created': {
      const { issue, comment: said } = read(payloads.commented, payload, event);
      return { kind: 'comment', issue: issueFacts(issue), request: comment(said), asker: personOf(said.user) };
    }
    case 'issue_comment.edited': {
      const { issue, comment: said, changes, sender } = read(payloads.commentEdited, payload, event);
      const request = edited(comment(said), changes?.body?.from, said.updated_at);
      return request ? { kind: 'comment', issue: issueFacts(issue), request, asker: personOf(sender) } : sameText(name);
    }
    case 'pull_request_review_comment.created':
    case 'pull_request_review_comment.edited':
    case 'pull_request_review.submitted':
    case 'pull_request_review.edited':
      return ofReview(event, payload) ?? sameText(name);
    case 'workflow_dispatch': {
      const { inputs, sender } = read(payloads.byHand, payload, event);
      const byItself = (inputs?.prompt ?? '').trim() === '' ? ofWorkflow(event, payload, run, prompt) : undefined;
      return byItself ?? dispatch(inputs ?? {}, sender, run);
    }
    case 'repository_dispatch': {
      const { client_payload, sender } = read(payloads.byApi, payload, event);
      return dispatch(client_payload ?? {}, sender, run);
    }
    default:
      return ofWorkflow(event, payload, run, prompt) ?? unserved;
  }
}

const ofWorkflow = (event: string, payload: unknown, run: EventRun, prompt: WorkflowPrompt | undefined) =>
  prompt && askedByWorkflow(event, payload, run, prompt);

function actionOf(payload: unknown): string | undefined {
  const parsed = v.safeParse(v.object({ action: v.string() }), payload);
  return parsed.success ? parsed.output.action : undefined;
}

/** GitHub tells of edits that leave the text as it is: of a base branch, or of nothing at all. */
const sameText = (name: string): ConversationEvent => ({
  kind: 'unserved',
  name,
  action: 'edited without a change of the text',
});

function read<S extends v.GenericSchema>(schema: S, payload: unknown, event: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, payload);
  if (parsed.success) return parsed.output;
  throw new Failure('input-invalid', {
    what: `The payload of the event ${event} cannot be read: ${problemsOf(parsed.issues, 'payload')}.`,
    fix: 'Start the workflow with the event itself; for a run by API, send prompt, thread and new-session as text.',
  });
}

type ReviewEvent = `pull_request_review${'_comment.created' | '_comment.edited' | '.submitted' | '.edited'}`;

/** Undefined where an edit left the text as it is. */
function ofReview(event: ReviewEvent, payload: unknown): ConversationEvent | undefined {
  switch (event) {
    case 'pull_request_review_comment.created': {
      const { pull_request, comment: said } = read(payloads.codeCommented, payload, event);
      return { ...onCode(pull_request, said), request: codeComment(said), asker: personOf(said.user) };
    }
    case 'pull_request_review_comment.edited': {
      const { pull_request, comment: said, changes, sender } = read(payloads.codeCommentEdited, payload, event);
      const request = edited(codeComment(said), changes?.body?.from, said.updated_at);
      return request && { ...onCode(pull_request, said), request, asker: personOf(sender) };
    }
    case 'pull_request_review.submitted': {
      const { pull_request, review: given } = read(payloads.reviewed, payload, event);
      return { ...inReview(pull_request, given), request: review(given, pull_request), asker: personOf(given.user) };
    }
    case 'pull_request_review.edited': {
      const { pull_request, review: given, changes, sender } = read(payloads.reviewEdited, payload, event);
      const request = edited(review(given, pull_request), changes?.body?.from, given.updated_at);
      return request && { ...inReview(pull_request, given), request, asker: personOf(sender) };
    }
  }
}

const onCode = (pull: payloads.PullRequestPayload, { pull_request_review_id }: payloads.CodeCommentPayload) => ({
  kind: 'review-comment' as const,
  review: pull_request_review_id ?? undefined,
  issue: pullRequestFacts(pull),
  head: headOf(pull),
});

const inReview = (pull: payloads.PullRequestPayload, { id }: payloads.ReviewPayload) => ({
  kind: 'review' as const,
  review: id,
  issue: pullRequestFacts(pull),
  head: headOf(pull),
});

function dispatch(
  asked: Partial<payloads.AskedPayload>,
  sender: payloads.Account,
  { runId, createdAt }: EventRun,
): ConversationEvent {
  const text = normaliseText(asked.prompt ?? '');
  if (text.trim() === '') {
    throw new Failure('input-invalid', { what: 'The input "prompt" is empty.', fix: 'Write what Codex is to do.' });
  }
  const thread = String(asked.thread ?? '').trim();
  const asker = personOf(sender);
  return {
    kind: 'dispatch',
    thread: thread === '' ? undefined : parseThread(thread),
    request: { id: `dispatch-${runId}`, author: asker, createdAt, text },
    asker,
    newSession: String(asked['new-session'] ?? '') === 'true',
  };
}
