import { attachedPrompt } from '../attachment/attached-prompt.ts';
import type { Attached } from '../attachment/bring-attachments.ts';
import { type ForkFacts, forkPrompt } from '../fork/fork-prompt.ts';
import { cutToEnd } from '../reply/cut-text.ts';
import type { CodePlace, Request } from '../request/request.ts';
import { normaliseText } from '../request/request.ts';
import type { Comment, ThreadFacts } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import { renderContext, withoutSkills } from './context.ts';
import { whatChanged } from './edit.ts';
import { fenced } from './fenced.ts';

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
  /** What people said meanwhile who did not ask. */
  readonly context?: readonly Comment[];
  /** What came with the requests besides words. */
  readonly attached?: Attached['to'];
  readonly mode?: 'plan' | 'go' | undefined;
  /** Set where the files are a stranger's. */
  readonly fork?: ForkFacts | undefined;
}

/**
 * The prompt of a turn. The opening request is the issue's title and text; a session that begins later is told what it is
 * about. What was asked stands last.
 */
export function renderPrompt(requests: readonly Request[], prompt: PromptFacts): string {
  const { thread, facts, resumes, note, context = [], attached, mode, fork } = prompt;
  const about = resumes || opensWith(requests) ? '' : introduction(thread, facts);
  const said = renderContext(context);
  const parts = [
    // It may name files of a stranger's.
    note === undefined ? '' : `(${withoutSkills(note)})`,
    about,
    attachedPrompt(attached?.get('thread')),
    fork === undefined ? '' : forkPrompt(fork),
    said,
    about === '' && said === '' && fork === undefined ? '' : 'The request:',
    mode === undefined ? '' : modes[mode],
    ...(requests.length > 1 ? several(requests, prompt) : requests.map((request) => asked(request, prompt))),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Whether the issue itself is asked: then its text need not be told. */
export const opensWith = (requests: readonly Request[]): boolean => requests.some(({ id }) => id.startsWith('issue-'));

const modes = {
  plan: 'Make a plan only. The workspace is read-only in this turn: read what you need, change nothing, and answer with the plan, in steps that can be checked.',
  go: 'Carry out the plan that you made. You may change the workspace again.',
} as const;

/** Whoever opened a thread may be a stranger, or the text another's by now: it is told, and calls for nothing. */
function introduction(thread: Thread, { title, body }: ThreadFacts): string {
  const what = thread.kind === 'pr' ? `pull request #${thread.number}` : `issue #${thread.number}`;
  const about = openingText(title, body);
  const place = thread.kind === 'pr' ? ' Its branch is checked out.' : '';
  return `This conversation is about ${what}.${place} It says:\n\n${fenced(withoutSkills(about))}`;
}

/** Requests that waited together are answered together, each person by name. */
function several(requests: readonly Request[], prompt: PromptFacts): readonly string[] {
  const count = requests.length;
  return [
    `${count} requests wait. Answer all of them in one message, and name whom you answer.`,
    ...requests.map(
      (request, index) => `Request ${index + 1} of ${count}, by @${request.author.login}:\n\n${asked(request, prompt)}`,
    ),
  ];
}

function asked(request: Request, { attached, fork }: PromptFacts): string {
  const { edited, place, notes = [], text } = request;
  const at = (code: CodePlace): string => (fork === undefined ? located(code) : withoutSkills(located(code)));
  const parts = [
    place === undefined ? '' : `A comment on the code, ${at(place)}`,
    edited === undefined ? text : whatChanged(edited.before, text),
    notes.length === 0 ? '' : 'The comments of the review on the code:',
    ...notes.map((note) => `${at(note.place)}\n\n${note.text}`),
    attachedPrompt(attached?.get(request.id)),
  ];
  return parts.filter((part) => part.trim() !== '').join('\n\n');
}

/** The comment is on the last lines of its hunk, so a long one is cut at its beginning. */
const LONGEST_HUNK = 4_000;

function located({ path, line, hunk }: CodePlace): string {
  const where = `at ${JSON.stringify(path)}${line === undefined ? '' : `, line ${line}`}:`;
  if (hunk.trim() === '') return where;
  const shown = hunk.length <= LONGEST_HUNK ? hunk : `…\n${cutToEnd(hunk, LONGEST_HUNK)}`;
  return `${where}\n\n${fenced(shown, 'diff')}`;
}

/** The opening request of an issue: its title, then its text if it has any. */
export function openingText(title: string, body: string): string {
  return [title, body]
    .map((text) => normaliseText(text).trim())
    .filter((text) => text !== '')
    .join('\n\n');
}
