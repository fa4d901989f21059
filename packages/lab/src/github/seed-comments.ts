import { type Hosted, timestamp } from './hosted.ts';

/** Comments of a thread that has a long past. */
export interface CommentSeed {
  readonly thread: number;
  readonly count: number;
  readonly author: string;
  readonly body: string;
  /** When the last of them was written; the others came a minute apart before it. */
  readonly until: Date;
}

const MINUTE_MS = 60_000;

/** Puts comments straight into the table: by the API, thousands of them would take minutes. */
export function seedComments(hosted: Hosted, { thread, count, author, body, until }: CommentSeed): void {
  for (let left = count - 1; left >= 0; left -= 1) {
    const at = timestamp(new Date(until.getTime() - left * MINUTE_MS));
    const times = { createdAt: at, updatedAt: at, editor: null, lastEditedAt: null };
    hosted.comments.push({ id: hosted.nextId(), thread, author, body, ...times, reactions: [] });
  }
}
