import { normaliseText, type Request } from '../request/request.ts';
import type { ThreadFacts } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';

/** What every session is told once. It cannot change later: Codex ignores new instructions on resume. */
export const instructions = [
  'You work on a request that a person made in a GitHub issue or pull request. The repository is checked out in the current folder.',
  'Change files where the request asks for it. Do not commit, push or open pull requests: that is done for you from what you leave in the folder.',
  'Your last message is posted as the reply in the thread, in Markdown. Say what you found or did, and what is left to decide.',
].join('\n');

export interface PromptFacts {
  readonly thread: Thread;
  readonly facts: ThreadFacts;
  /** False for the first turn of a session. */
  readonly resumes: boolean;
  /** Something the person should not have to know: that a branch was deleted, for example. */
  readonly note: string | undefined;
}

/** The prompt of a turn. The opening request is the title and text; a session that begins later is told what it is about. */
export function renderPrompt(request: Request, { thread, facts, resumes, note }: PromptFacts): string {
  const parts = note ? [`(${note})`] : [];
  if (!resumes && !request.id.startsWith('issue-')) parts.push(introduction(thread, facts));
  return [...parts, request.text].join('\n\n');
}

function introduction(thread: Thread, { title, body }: ThreadFacts): string {
  const what = thread.kind === 'pr' ? `pull request #${thread.number}` : `issue #${thread.number}`;
  const about = openingText(title, normaliseText(body));
  const place = thread.kind === 'pr' ? ' Its branch is checked out.' : '';
  return `This conversation is about ${what}.${place} It says:\n\n${fenced(about)}\n\nThe request:`;
}

/** A fence longer than any run of backticks in the text cannot be closed from within. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/** The opening request of an issue: its title, then its text if it has any. */
export function openingText(title: string, body: string): string {
  return [title.trim(), body.trim()].filter((text) => text !== '').join('\n\n');
}
