import type { Person } from '../standing/standing.ts';

/** Stable id of what a person asked: the issue text, a comment, or a run by hand. */
export type RequestId = `issue-${number}` | `comment-${number}` | `dispatch-${number}`;

/** One thing a person asked for in a thread. */
export interface Request {
  readonly id: RequestId;
  readonly author: Person;
  /** ISO 8601, by GitHub's clock. */
  readonly createdAt: string;
  /** Exactly what was written, line ends normalised to LF. */
  readonly text: string;
}

/** The order in which requests are answered: by creation, then by id, because GitHub's times have whole seconds. */
export function inOrder(a: Request, b: Request): number {
  return Date.parse(a.createdAt) - Date.parse(b.createdAt) || idNumber(a.id) - idNumber(b.id);
}

const idNumber = (id: RequestId): number => Number(id.slice(id.indexOf('-') + 1));

/** Web forms send CRLF, mail clients mix them: Codex gets LF. */
export function normaliseText(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
