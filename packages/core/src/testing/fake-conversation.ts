import { Failure } from '../failure/failure.ts';
import { baseOf, type CodePlace, idNumber, type Request, type RequestId } from '../request/request.ts';
import type { PullRequestHead } from '../route/pull-request.ts';
import type { Permission, PermissionLookup, Person } from '../standing/standing.ts';
import { byAge, type Comment, type Conversation, type ThreadFacts } from '../thread/conversation.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { openingText } from '../turn/prompt.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';

/** What a review of somebody is made of. */
export interface ReviewDraft {
  readonly body: string;
  readonly notes: readonly {
    readonly path: string;
    readonly line: number;
    readonly text: string;
    /** The comment that it replies to. */
    readonly below?: number;
  }[];
  /** Seconds between the notes and the review that they were kept for. */
  readonly draftedFor?: number;
}

/** Issues, pull requests, comments and permissions of one repository, in memory. */
export interface FakeConversation extends Conversation, PermissionLookup {
  readonly ownLogin: string;
  /** Our 👀 stands on it, unless it is unasked. */
  openThread(
    thread: Thread,
    facts: Pick<ThreadFacts, 'title' | 'body'> & { readonly unasked?: boolean; readonly by?: string },
  ): void;
  /** How a request shows that it ended; undefined where it does not. */
  endingOf(id: RequestId): 'well' | 'badly' | undefined;
  /** Leaves our 👀. */
  acknowledge(thread: Thread): void;
  close(thread: Thread): void;
  merge(thread: Thread): void;
  reopen(thread: Thread): void;
  lock(thread: Thread): void;
  /** As if it was transferred or deleted. */
  remove(thread: Thread): void;
  commentAs(login: string, thread: Thread, body: string): Comment;
  /** A comment on a line of code, alone or below another one. */
  commentOnCodeAs(login: string, thread: Thread, body: string, below?: number): Comment;
  /** Answers the review's id. */
  reviewAs(login: string, thread: Thread, review: ReviewDraft): number;
  /** Changes a comment, by its author unless somebody else is named. */
  edit(commentId: number, body: string, by?: string): void;
  editThread(thread: Thread, body: string, by: string): void;
  /** Changes the title; GitHub does not tell who did. */
  rename(thread: Thread, title: string): void;
  /** Changes the text of a review, by its author. */
  editReview(reviewId: number, text: string): void;
  /** As if its author or a maintainer deleted it. */
  deleteComment(commentId: number): void;
  grant(login: string, permission: Permission): void;
  /** Every comment of a thread, oldest first; those on code are not among them. */
  transcript(thread: Thread): readonly Comment[];
  codeTranscript(thread: Thread): readonly Comment[];
  /** The next `count` calls of `post` fail before anything is written. */
  failPosts(count: number): void;
}

const SERVER = 'https://github.com/octo-org/demo';

/** Somebody of that login: bots by their suffix, ids by their name. */
export function person(login: string): Person {
  const id = [...login].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7) % 1_000_000;
  return { login, id, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}

interface Opened {
  readonly facts: ThreadFacts;
  readonly request: Request;
  readonly editor?: Person;
}

interface Said {
  readonly thread: number;
  readonly comment: Comment;
  readonly editor?: Person;
}

interface Reviewed extends Request {
  readonly thread: number;
}

export function fakeConversation(clock: FakeClock = fakeClock(), ownLogin = 'github-actions[bot]'): FakeConversation {
  const threads = new Map<number, Opened>();
  let said: readonly Said[] = [];
  const reviews = new Map<number, Reviewed>();
  const asked = new Map<number, string>();
  const granted = new Map<string, Permission>();
  const endings = new Map<RequestId, 'well' | 'badly'>();
  let failing = 0;
  let written = 0;

  const opened = ({ kind, number }: Thread): Opened => {
    const found = threads.get(number);
    if (found) return found;
    throw new Failure('thread-gone', {
      what: `There is no ${threadKey({ kind, number })}.`,
      fix: 'Ask again where it is now, or in a new issue.',
    });
  };
  const change = (thread: Thread, facts: Partial<ThreadFacts>): void => {
    const before = opened(thread);
    threads.set(thread.number, { ...before, facts: { ...before.facts, ...facts } });
  };
  const add = (
    author: Person,
    { number }: Thread,
    body: string,
    more: Pick<Partial<Comment>, 'place' | 'review'> = {},
  ): Comment => {
    written += 1;
    const id = 1000 + written;
    const createdAt = clock.stamp();
    const { place, review } = more;
    const url = place ? `${SERVER}/pull/${number}#discussion_r${id}` : `${SERVER}/issues/${number}#issuecomment-${id}`;
    const onCode = { ...(place ? { place } : {}), ...(review === undefined ? {} : { review }) };
    const comment = { id, author, body, createdAt, updatedAt: createdAt, url, ...onCode };
    said = [...said, { thread: number, comment }];
    return comment;
  };
  const placeOf = (reviewComment: number | undefined, path = 'src/sum.ts', line = 3): CodePlace => ({
    reviewComment: reviewComment ?? 1001 + written,
    path,
    line,
    hunk: '@@ -1,3 +1,3 @@',
  });
  const nextReview = (): number => 7001 + reviews.size;
  const openReview = (login: string, { number }: Thread, text: string): number => {
    const id = nextReview();
    reviews.set(id, { thread: number, id: `review-${id}`, author: person(login), createdAt: clock.stamp(), text });
    return id;
  };
  const readReview = ({ thread, ...request }: Reviewed): Request => {
    const comments = said.filter(({ comment }) => comment.review === idNumber(request.id));
    const notes = comments.flatMap(({ comment: { id, place, body } }) =>
      place ? [{ comment: id, place, text: body }] : [],
    );
    return { ...request, notes };
  };
  const listed = ({ number }: Thread, onCode: boolean): readonly Comment[] =>
    said
      .filter(({ thread, comment }) => thread === number && (comment.place !== undefined) === onCode)
      .map(({ comment }) => comment);
  const changedSince = (thread: Thread, since: string, onCode: boolean): readonly Comment[] => {
    opened(thread);
    return listed(thread, onCode).filter(({ updatedAt }) => Date.parse(updatedAt) >= Date.parse(since));
  };
  const replace = (commentId: number, change: (entry: Said) => Said) => {
    said = said.map((entry) => (entry.comment.id === commentId ? change(entry) : entry));
  };
  const entryOf = ({ number }: Thread, id: RequestId): Said | undefined =>
    said.find(({ thread, comment }) => thread === number && requestIdOf(comment) === baseOf(id));

  return {
    ownLogin,
    facts: async (thread) => opened(thread).facts,
    commentsSince: async (thread, since) => changedSince(thread, since, false),
    reviewCommentsSince: async (thread, since) => changedSince(thread, since, true),
    newestComments: async (thread) =>
      [...listed(thread, false).slice(-200), ...listed(thread, true).slice(-100)].sort(byAge),
    acknowledgedAt: async ({ number }, by) => (by === ownLogin ? asked.get(number) : undefined),
    request: async (thread, id) => {
      if (baseOf(id) === `issue-${thread.number}`) return { ...opened(thread).request, id };
      const review = reviews.get(idNumber(id));
      if (review?.thread === thread.number && baseOf(id) === review.id) return { ...readReview(review), id };
      const entry = entryOf(thread, id);
      return entry && { ...asRequest(entry.comment), id };
    },
    lastEditors: async (thread, ids) => {
      const editors = ids.map((id) => {
        const isIssue = baseOf(id) === `issue-${thread.number}`;
        return [id, isIssue ? opened(thread).editor : entryOf(thread, id)?.editor] as const;
      });
      return new Map(editors.flatMap(([id, editor]) => (editor ? [[id, editor] as const] : [])));
    },
    post: async (thread, body, below) => {
      if (opened(thread).facts.locked) {
        throw new Failure('permission-missing', {
          what: 'GitHub refused it with 403: Unable to create comment because issue is locked.',
          fix: 'Unlock the conversation and ask again.',
        });
      }
      if (failing > 0) {
        failing -= 1;
        throw new Failure('github-unavailable', { what: 'GitHub answered 502.', fix: 'Re-run the failed jobs.' });
      }
      return add(person(ownLogin), thread, body, below === undefined ? {} : { place: placeOf(below) });
    },
    removeComment: async (_thread, commentId) => {
      said = said.filter(({ comment }) => comment.id !== commentId);
    },
    conclude: async ({ number }, { ended, gone }) => {
      for (const { request, went } of ended) {
        const opening = baseOf(request) === `issue-${number}` || request.startsWith('dispatch-');
        // The sign that comes in the place of 👀 is as old as the end.
        if (opening && asked.has(number)) asked.set(number, clock.stamp());
        endings.set(baseOf(request), went);
      }
      said = said.filter(({ comment }) => !gone.includes(comment.id));
      return [];
    },
    endingOf: (id) => endings.get(baseOf(id)),
    permissionOf: async (login) => granted.get(login.toLowerCase()) ?? 'none',
    openThread: ({ kind, number }, { title, body, unasked = false, by = 'alice' }) => {
      if (!unasked) asked.set(number, clock.stamp());
      const url = `${SERVER}/${kind === 'pr' ? 'pull' : 'issues'}/${number}`;
      const text = openingText(title, body);
      const author = person(by);
      const createdAt = clock.stamp();
      const request: Request = { id: `issue-${number}`, author, createdAt, text };
      const state = { open: true, merged: false, locked: false };
      const head = kind === 'pr' ? { head: headOfPullRequest(number) } : {};
      threads.set(number, { facts: { title, body, ...state, author, createdAt, url, ...head }, request });
    },
    acknowledge: ({ number }) => asked.set(number, clock.stamp()),
    close: (thread) => change(thread, { open: false }),
    merge: (thread) => change(thread, { open: false, merged: true }),
    reopen: (thread) => change(thread, { open: true }),
    lock: (thread) => change(thread, { locked: true }),
    remove: ({ number }) => threads.delete(number),
    commentAs: (login, thread, body) => add(person(login), thread, body),
    // GitHub makes a review of each comment on code.
    commentOnCodeAs: (login, thread, body, below) => {
      const review = openReview(login, thread, '');
      return add(person(login), thread, body, { place: placeOf(below), review });
    },
    reviewAs: (login, thread, { body, notes, draftedFor = 0 }) => {
      const review = nextReview();
      const drafts = notes.map(({ path, line, text, below }) =>
        add(person(login), thread, text, { place: placeOf(below, path, line), review }),
      );
      clock.advance(draftedFor);
      for (const { id } of drafts) {
        replace(id, (entry) => ({ ...entry, comment: { ...entry.comment, updatedAt: clock.stamp() } }));
      }
      return openReview(login, thread, body);
    },
    edit: (commentId, body, by) =>
      replace(commentId, (entry) => ({
        ...entry,
        comment: { ...entry.comment, body, updatedAt: clock.stamp() },
        editor: by === undefined ? entry.comment.author : person(by),
      })),
    editThread: (thread, body, by) => {
      const { facts, request } = opened(thread);
      const text = openingText(facts.title, body);
      threads.set(thread.number, { facts: { ...facts, body }, request: { ...request, text }, editor: person(by) });
    },
    rename: (thread, title) => {
      const { facts, request, ...rest } = opened(thread);
      const text = openingText(title, facts.body);
      threads.set(thread.number, { ...rest, facts: { ...facts, title }, request: { ...request, text } });
    },
    editReview: (reviewId, text) => {
      const review = reviews.get(reviewId);
      if (review) reviews.set(reviewId, { ...review, text });
    },
    deleteComment: (commentId) => {
      said = said.filter(({ comment }) => comment.id !== commentId);
    },
    grant: (login, permission) => granted.set(login.toLowerCase(), permission),
    transcript: (thread) => listed(thread, false),
    codeTranscript: (thread) => listed(thread, true),
    failPosts: (count) => {
      failing = count;
    },
  };
}

const headOfPullRequest = (number: number): PullRequestHead => ({
  number,
  headRef: `codex/issue-1/pull-${number}`,
  headSha: '',
  baseRef: 'main',
  headRepository: 'octo-org/demo',
  pushedAt: '2026-01-01T00:00:00Z',
});

const requestIdOf = ({ id, place }: Comment): RequestId => (place ? `review-comment-${id}` : `comment-${id}`);

function asRequest(comment: Comment): Request {
  const { author, createdAt, updatedAt, body, place } = comment;
  const changed = updatedAt === createdAt ? {} : { changedAt: updatedAt };
  return { id: requestIdOf(comment), author, createdAt, text: body, ...changed, ...(place ? { place } : {}) };
}
