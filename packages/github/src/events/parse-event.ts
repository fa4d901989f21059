import {
  type ConversationEvent,
  Failure,
  type IssueFacts,
  normaliseText,
  openingText,
  parseThread,
  type Request,
} from '@codex-worker/core';
import * as v from 'valibot';
import { personOf } from '../conversation/person.ts';
import { type AskedPayload, byApi, byHand, commented, type IssuePayload, labeled, opened } from './payloads.ts';

/** The run that an event started. */
export interface EventRun {
  readonly runId: number;
  /** ISO 8601; the time of a request that GitHub gives none. */
  readonly createdAt: string;
}

/** Turns a payload into what it means to the worker. */
export function parseEvent(name: string, payload: unknown, run: EventRun): ConversationEvent {
  const action = actionOf(payload);
  switch (action === undefined ? name : `${name}.${action}`) {
    case 'issues.opened': {
      const { issue } = read(opened, payload, 'issues.opened');
      return { kind: 'issue', issue: factsOf(issue), request: issueRequest(issue), asker: personOf(issue.user) };
    }
    case 'issues.labeled': {
      const { issue, label, sender } = read(labeled, payload, 'issues.labeled');
      const asker = personOf(sender);
      // Asked when the label came: what people said to each other before was not said to the worker.
      const request = { ...issueRequest(issue), createdAt: issue.updated_at ?? issue.created_at };
      return { kind: 'label', issue: factsOf(issue), label: label.name, request, asker };
    }
    case 'issue_comment.created': {
      const { issue, comment } = read(commented, payload, 'issue_comment.created');
      const author = personOf(comment.user);
      const text = normaliseText(comment.body);
      const request: Request = { id: `comment-${comment.id}`, author, createdAt: comment.created_at, text };
      return { kind: 'comment', issue: factsOf(issue), request, asker: author };
    }
    case 'workflow_dispatch': {
      const { inputs, sender } = read(byHand, payload, name);
      return dispatch(inputs, sender, run);
    }
    default:
      // The action of a repository_dispatch is whatever its sender called it.
      if (name !== 'repository_dispatch') return { kind: 'unserved', name, action };
  }
  const { client_payload, sender } = read(byApi, payload, name);
  return dispatch(client_payload, sender, run);
}

function actionOf(payload: unknown): string | undefined {
  const parsed = v.safeParse(v.object({ action: v.string() }), payload);
  return parsed.success ? parsed.output.action : undefined;
}

function read<S extends v.GenericSchema>(schema: S, payload: unknown, event: string): v.InferOutput<S> {
  const parsed = v.safeParse(schema, payload);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'payload'}: ${issue.message}`);
  throw new Failure('input-invalid', {
    what: `The payload of the event ${event} cannot be read: ${problems.join('; ')}.`,
    fix: 'Start the workflow with the event itself; for a run by API, send prompt, thread and new-session as text.',
  });
}

function factsOf(issue: IssuePayload): IssueFacts {
  return {
    number: issue.number,
    isPullRequest: Boolean(issue.pull_request),
    title: issue.title,
    labels: issue.labels.map(({ name }) => name),
    type: issue.type?.name,
    locked: issue.locked,
    eyes: issue.reactions?.eyes ?? 0,
    author: personOf(issue.user),
  };
}

function issueRequest(issue: IssuePayload): Request {
  return {
    id: `issue-${issue.number}`,
    author: personOf(issue.user),
    createdAt: issue.created_at,
    text: openingText(normaliseText(issue.title), normaliseText(issue.body)),
  };
}

type Account = NonNullable<IssuePayload['user']>;

function dispatch(asked: Partial<AskedPayload>, sender: Account, run: EventRun): ConversationEvent {
  const prompt = normaliseText(asked.prompt ?? '');
  if (prompt.trim() === '') {
    throw new Failure('input-invalid', { what: 'The input "prompt" is empty.', fix: 'Write what Codex is to do.' });
  }
  const thread = String(asked.thread ?? '').trim();
  const asker = personOf(sender);
  return {
    kind: 'dispatch',
    thread: thread === '' ? undefined : parseThread(thread),
    request: { id: `dispatch-${run.runId}`, author: asker, createdAt: run.createdAt, text: prompt },
    asker,
    newSession: String(asked['new-session'] ?? '') === 'true',
  };
}
