import { Failure } from '../failure/failure.ts';
import type { Permission, PermissionLookup, Person } from '../standing/standing.ts';
import type { Comment, Conversation, ThreadFacts } from '../thread/conversation.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';

/** Issues, pull requests, comments and permissions of one repository, in memory. */
export interface FakeConversation extends Conversation, PermissionLookup {
  readonly ownLogin: string;
  /** Our 👀 stands on it, unless it is unasked. */
  openThread(thread: Thread, facts: Pick<ThreadFacts, 'title' | 'body'> & { readonly unasked?: boolean }): void;
  /** Leaves our 👀. */
  acknowledge(thread: Thread): void;
  close(thread: Thread): void;
  /** As if it was transferred or deleted. */
  remove(thread: Thread): void;
  commentAs(login: string, thread: Thread, body: string): Comment;
  edit(commentId: number, body: string): void;
  grant(login: string, permission: Permission): void;
  /** Every comment of a thread, oldest first. */
  transcript(thread: Thread): readonly Comment[];
  /** The next `count` calls of `post` fail before anything is written. */
  failPosts(count: number): void;
}

const SERVER = 'https://github.com/octo-org/demo';

/** Somebody of that login: bots by their suffix, ids by their name. */
export function person(login: string): Person {
  const id = [...login].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7) % 1_000_000;
  return { login, id, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}

export function fakeConversation(clock: FakeClock = fakeClock(), ownLogin = 'github-actions[bot]'): FakeConversation {
  const threads = new Map<number, ThreadFacts>();
  const comments: { readonly thread: number; comment: Comment; updatedAt: string }[] = [];
  const asked = new Set<number>();
  const granted = new Map<string, Permission>();
  let failing = 0;

  const factsOf = ({ kind, number }: Thread): ThreadFacts => {
    const facts = threads.get(number);
    if (facts) return facts;
    throw new Failure('thread-gone', {
      what: `There is no ${threadKey({ kind, number })}.`,
      fix: 'Ask again where it is now, or in a new issue.',
    });
  };
  const add = (author: Person, { number }: Thread, body: string): Comment => {
    const id = 1001 + comments.length;
    const createdAt = clock.stamp();
    const comment = { id, author, body, createdAt, url: `${SERVER}/issues/${number}#issuecomment-${id}` };
    comments.push({ thread: number, comment, updatedAt: createdAt });
    return comment;
  };
  const transcript = ({ number }: Thread): readonly Comment[] =>
    comments.filter(({ thread }) => thread === number).map(({ comment }) => comment);

  return {
    ownLogin,
    facts: async (thread) => factsOf(thread),
    commentsSince: async (thread, since) => {
      factsOf(thread);
      return comments
        .filter((entry) => entry.thread === thread.number && Date.parse(entry.updatedAt) >= Date.parse(since))
        .map(({ comment }) => comment);
    },
    newestComments: async (thread) => transcript(thread).slice(-200),
    isAcknowledged: async ({ number }, by) => by === ownLogin && asked.has(number),
    post: async (thread, body) => {
      factsOf(thread);
      if (failing > 0) {
        failing -= 1;
        throw new Failure('github-unavailable', { what: 'GitHub answered 502.', fix: 'Re-run the failed jobs.' });
      }
      return add(person(ownLogin), thread, body);
    },
    permissionOf: async (login) => granted.get(login.toLowerCase()) ?? 'none',
    openThread: ({ kind, number }, { title, body, unasked = false }) => {
      if (!unasked) asked.add(number);
      const url = `${SERVER}/${kind === 'pr' ? 'pull' : 'issues'}/${number}`;
      threads.set(number, { title, body, open: true, url });
    },
    acknowledge: ({ number }) => asked.add(number),
    close: (thread) => threads.set(thread.number, { ...factsOf(thread), open: false }),
    remove: ({ number }) => threads.delete(number),
    commentAs: (login, thread, body) => add(person(login), thread, body),
    edit: (commentId, body) => {
      for (const entry of comments) {
        if (entry.comment.id !== commentId) continue;
        entry.comment = { ...entry.comment, body };
        entry.updatedAt = clock.stamp();
      }
    },
    grant: (login, permission) => granted.set(login.toLowerCase(), permission),
    transcript,
    failPosts: (count) => {
      failing = count;
    },
  };
}
