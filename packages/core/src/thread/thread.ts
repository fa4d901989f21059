import { Failure } from '../failure/failure.ts';

/** One conversation that the worker serves. Issues and pull requests share their numbers. */
export interface Thread {
  readonly kind: 'issue' | 'pr';
  readonly number: number;
}

/** How a thread is named in artifacts, concurrency groups and outputs: `issue-12`, `pr-34`. */
export type ThreadKey = `issue-${number}` | `pr-${number}`;

export function threadKey({ kind, number }: Thread): ThreadKey {
  return `${kind}-${number}`;
}

/** Reads `issue-12`, `pr-34` or a bare `12` (an issue). */
export function parseThread(text: string): Thread {
  const match = /^(?:(issue|pr)-)?([1-9]\d{0,9})$/.exec(text.trim());
  if (!match) {
    throw new Failure('input-invalid', {
      what: `The input "thread" is "${text}".`,
      fix: 'Write it as issue-12 or pr-34.',
    });
  }
  return { kind: match[1] === 'pr' ? 'pr' : 'issue', number: Number(match[2]) };
}
