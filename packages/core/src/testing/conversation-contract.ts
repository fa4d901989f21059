import { expect, test } from 'vitest';
import type { Conversation } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';

/** A conversation to be tried, and other people's hands on the same GitHub. */
export interface ConversationBench extends AsyncDisposable {
  readonly port: Conversation;
  /** The login that posts through the port. */
  readonly ownLogin: string;
  openIssue(title: string, body: string): Promise<Thread>;
  /** Answers the comment's id. */
  commentAs(login: string, thread: Thread, body: string): Promise<number>;
  /** Edits a comment, by somebody who may. */
  edit(commentId: number, body: string): Promise<void>;
  /** The login that edits. */
  readonly editor: string;
  openPullRequest(): Promise<Thread>;
  /** Comments on the first line of the pull request's change, alone or below another comment; answers the comment's id. */
  commentOnCodeAs(login: string, thread: Thread, body: string, below?: number): Promise<number>;
  /** Answers the review's id. */
  reviewAs(login: string, thread: Thread, body: string, notes: readonly string[]): Promise<number>;
  deleteComment(commentId: number): Promise<void>;
  /** Leaves our own 👀 on the thread. */
  acknowledge(thread: Thread): Promise<void>;
  close(thread: Thread): Promise<void>;
  lock(thread: Thread): Promise<void>;
  /** What our signs on the thread and on a comment of it tell; undefined where there are none, or two. */
  endingsOf(thread: Thread, commentId: number): Promise<readonly ('well' | 'badly' | undefined)[]>;
}

const LONG_AGO = '2020-01-01T00:00:00Z';
const FAR_AHEAD = '2099-01-01T00:00:00Z';

/** What every conversation promises; the fake and the real one both run it. */
export function conversationContract(open: () => Promise<ConversationBench>): void {
  test('facts are the title, the text and whether the thread is open', async () => {
    await using bench = await open();
    const thread = await bench.openIssue('Add up', 'Sum **all** lines 🚀');
    const facts = await bench.port.facts(thread);
    expect(facts).toMatchObject({ title: 'Add up', body: 'Sum **all** lines 🚀', open: true });
    expect(facts.url).toContain(String(thread.number));
    await bench.close(thread);
    expect((await bench.port.facts(thread)).open).toBe(false);
  });

  test('facts of a pull request tell where its commits come from, those of an issue do not', async () => {
    await using bench = await open();
    const thread = await bench.openPullRequest();
    const { number } = thread;
    const { head, merged, url } = await bench.port.facts(thread);
    expect(head).toMatchObject({ number, baseRef: 'main', headRepository: 'octo-org/demo' });
    expect([merged, url]).toEqual([false, expect.stringContaining(`/pull/${number}`)]);
    expect((await bench.port.facts(await bench.openIssue('Add up', ''))).head).toBeUndefined();
  });

  test('a pull request that does not exist is gone', async () => {
    await using bench = await open();
    const gone = bench.port.facts({ kind: 'pr', number: 999_999 });
    await expect(gone).rejects.toMatchObject({ code: 'thread-gone', what: expect.stringContaining('999999') });
  });

  test('an issue without a text has an empty one', async () => {
    await using bench = await open();
    expect((await bench.port.facts(await bench.openIssue('Add up', ''))).body).toBe('');
  });

  test('a thread that does not exist is gone', async () => {
    await using bench = await open();
    const gone = bench.port.facts({ kind: 'issue', number: 999_999 });
    await expect(gone).rejects.toMatchObject({ code: 'thread-gone' });
  });

  test('what is posted is in the thread, by our own login, character for character', async () => {
    await using bench = await open();
    const thread = await bench.openIssue('Add up', '');
    const body = 'Done 🚀\n\n```js\n<!-- kept -->\n```\nمرحبا';
    const { id, url } = await bench.port.post(thread, body);
    const [comment] = await bench.port.commentsSince(thread, LONG_AGO);
    expect(comment).toMatchObject({ id, url, body, author: { login: bench.ownLogin } });
  });

  test('in a locked thread nothing is posted', async () => {
    await using bench = await open();
    const thread = await bench.openIssue('Add up', '');
    await bench.lock(thread);
    expect((await bench.port.facts(thread)).locked).toBe(true);
    await expect(bench.port.post(thread, 'Done')).rejects.toMatchObject({
      code: 'permission-missing',
      fix: 'Unlock the conversation and ask again.',
    });
    expect(await bench.port.commentsSince(thread, LONG_AGO)).toEqual([]);
  });

  test('comments since a time come oldest first, those of that very second among them', async () => {
    await using bench = await open();
    const thread = await bench.openIssue('Add up', '');
    const other = await bench.openIssue('Another', '');
    const first = await bench.commentAs('alice', thread, 'one');
    const second = await bench.commentAs('bob', thread, 'two');
    await bench.commentAs('alice', other, 'elsewhere');
    const comments = await bench.port.commentsSince(thread, LONG_AGO);
    expect(comments.map(({ id }) => id)).toEqual([first, second]);
    expect(comments.map(({ author }) => [author.login, author.type])).toEqual([
      ['alice', 'User'],
      ['bob', 'User'],
    ]);
    const since = comments[0]?.createdAt ?? '';
    expect(since).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect((await bench.port.commentsSince(thread, since)).map(({ id }) => id)).toContain(first);
    expect(await bench.port.commentsSince(thread, FAR_AHEAD)).toEqual([]);
  });

  test('a thread is acknowledged by our own login, once it has our 👀', async () => {
    await using bench = await open();
    const thread = await bench.openIssue('Add up', '');
    expect(await bench.port.acknowledgedAt(thread, bench.ownLogin)).toBeUndefined();
    await bench.acknowledge(thread);
    expect(await bench.port.acknowledgedAt(thread, bench.ownLogin)).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(await bench.port.acknowledgedAt(thread, 'alice')).toBeUndefined();
  });

  test('all pages are read', async () => {
    await using bench = await open();
    const thread = await bench.openIssue('Add up', '');
    const ids: number[] = [];
    for (let i = 1; i <= 103; i += 1) ids.push(await bench.commentAs('alice', thread, `comment ${i}`));
    expect((await bench.port.commentsSince(thread, LONG_AGO)).map(({ id }) => id)).toEqual(ids);
    const newest = await bench.port.newestComments(thread);
    expect(newest.map(({ id }) => id)).toContain(ids.at(-1));
    expect(newest.some(({ body }) => body === 'comment 103')).toBe(true);
  });

  test('an edited comment has its new text and its old time', async () => {
    await using bench = await open();
    const thread = await bench.openIssue('Add up', '');
    const id = await bench.commentAs('alice', thread, 'one');
    const [before] = await bench.port.commentsSince(thread, LONG_AGO);
    await bench.edit(id, 'uno');
    const [after] = await bench.port.commentsSince(thread, LONG_AGO);
    expect(after).toMatchObject({ id, body: 'uno', createdAt: before?.createdAt });
  });

  test('comments on code come oldest first, with their place and their review; an issue has none', async () => {
    await using bench = await open();
    const thread = await bench.openPullRequest();
    const first = await bench.commentOnCodeAs('alice', thread, 'Why?');
    const second = await bench.commentOnCodeAs('bob', thread, 'Because.', first);
    const comments = await bench.port.reviewCommentsSince(thread, LONG_AGO);
    expect(comments.map(({ id, author, body }) => [id, author.login, body])).toEqual([
      [first, 'alice', 'Why?'],
      [second, 'bob', 'Because.'],
    ]);
    expect(comments.map(({ place }) => place?.reviewComment)).toEqual([first, first]);
    expect(comments[0]?.place?.path).toMatch(/\.ts$/);
    expect(comments[0]?.place?.hunk).toMatch(/^@@ /);
    expect(new Set(comments.map(({ review }) => review)).size).toBe(2);
    expect(await bench.port.reviewCommentsSince(thread, FAR_AHEAD)).toEqual([]);
    expect(await bench.port.commentsSince(thread, LONG_AGO)).toEqual([]);
    expect((await bench.port.newestComments(thread)).map(({ id }) => id)).toEqual([first, second]);
    expect(await bench.port.reviewCommentsSince(await bench.openIssue('Add up', ''), LONG_AGO)).toEqual([]);
  });

  test('the newest comments come oldest first, wherever they stand', async () => {
    await using bench = await open();
    const thread = await bench.openPullRequest();
    const onCode = await bench.commentOnCodeAs('alice', thread, 'Why?');
    const said = await bench.commentAs('bob', thread, 'Because.');
    const below = await bench.commentOnCodeAs('alice', thread, 'I see.', onCode);
    const newest = await bench.port.newestComments(thread);
    expect(newest.map(({ id }) => id)).toEqual([onCode, said, below]);
  });

  test('what is posted below a comment on code stands there', async () => {
    await using bench = await open();
    const thread = await bench.openPullRequest();
    const first = await bench.commentOnCodeAs('alice', thread, 'Why?');
    const { id } = await bench.port.post(thread, 'Because.', first);
    const comments = await bench.port.reviewCommentsSince(thread, LONG_AGO);
    expect(comments.at(-1)).toMatchObject({ id, body: 'Because.', author: { login: bench.ownLogin } });
    expect(comments.at(-1)?.place?.reviewComment).toBe(first);
  });

  test('a request is read by its id as it stands now', async () => {
    await using bench = await open();
    const issue = await bench.openIssue('Add up', 'Sum all lines.');
    const comment = await bench.commentAs('alice', issue, 'one\r\ntwo');
    const opening = await bench.port.request(issue, `issue-${issue.number}`);
    expect(opening).toMatchObject({ id: `issue-${issue.number}`, text: 'Add up\n\nSum all lines.' });
    const asked = await bench.port.request(issue, `comment-${comment}.5f3a9c01`);
    expect(asked).toMatchObject({ id: `comment-${comment}.5f3a9c01`, author: { login: 'alice' } });
    expect(asked).not.toHaveProperty('changedAt');
    const other = await bench.openIssue('Another', '');
    expect(await bench.port.request(other, `comment-${comment}`)).toBeUndefined();
    await bench.deleteComment(comment);
    expect(await bench.port.request(issue, `comment-${comment}`)).toBeUndefined();
    expect(await bench.port.request(issue, 'dispatch-500')).toBeUndefined();
  });

  test('a review is read with its comments, and a comment on code with its place', async () => {
    await using bench = await open();
    const thread = await bench.openPullRequest();
    const review = await bench.reviewAs('alice', thread, 'See below.', ['One', 'Two']);
    const whole = await bench.port.request(thread, `review-${review}`);
    expect(whole).toMatchObject({ id: `review-${review}`, text: 'See below.', author: { login: 'alice' } });
    expect(whole?.notes?.map(({ text }) => text)).toEqual(['One', 'Two']);
    const [first] = await bench.port.reviewCommentsSince(thread, LONG_AGO);
    const single = await bench.port.request(thread, `review-comment-${first?.id ?? 0}`);
    expect(single).toMatchObject({ text: 'One', place: first?.place });
    expect(await bench.port.request(thread, 'review-999999')).toBeUndefined();
    expect(await bench.port.request(thread, 'review-comment-999999')).toBeUndefined();
  });

  test('whoever edited last is known, of what was edited and was seen', async () => {
    await using bench = await open();
    const issue = await bench.openIssue('Add up', '');
    const edited = await bench.commentAs('alice', issue, 'one');
    const whole = await bench.commentAs('alice', issue, 'two');
    const gone = await bench.commentAs('alice', issue, 'three');
    await bench.edit(edited, 'uno');
    await bench.port.commentsSince(issue, LONG_AGO);
    await bench.port.facts(issue);
    await bench.deleteComment(gone);
    const comments = [edited, whole, gone, 999_999].map((id) => `comment-${id}` as const);
    const ids = [...comments, `issue-${issue.number}`] as const;
    const editors = await bench.port.lastEditors(issue, ids);
    expect([...editors].map(([id, { login, type }]) => [id, login, type])).toEqual([
      [`comment-${edited}`, bench.editor, 'User'],
    ]);
  });

  test('what ended shows it, and what has had its time is gone, all at once', async () => {
    await using bench = await open();
    const issue = await bench.openIssue('Add up', '');
    await bench.acknowledge(issue);
    const comment = await bench.commentAs('alice', issue, 'one');
    const { id } = await bench.port.post(issue, 'Codex is working.');
    await bench.port.commentsSince(issue, LONG_AGO);
    const ended = [
      { request: `issue-${issue.number}`, went: 'well', wentBadly: false },
      { request: `comment-${comment}.5f3a9c01`, went: 'badly', wentBadly: false },
    ] as const;
    // A run that was cut off is repeated.
    for (let i = 0; i < 2; i += 1) expect(await bench.port.conclude(issue, { ended, gone: [id, 999_999] })).toEqual([]);
    expect(await bench.endingsOf(issue, comment)).toEqual(['well', 'badly']);
    expect((await bench.port.commentsSince(issue, LONG_AGO)).map((one) => one.id)).toEqual([comment]);
    expect(await bench.port.acknowledgedAt(issue, bench.ownLogin)).toMatch(/^\d{4}-/);
    const better = [{ request: `comment-${comment}`, went: 'well', wentBadly: true }] as const;
    expect(await bench.port.conclude(issue, { ended: better, gone: [] })).toEqual([]);
    expect(await bench.endingsOf(issue, comment)).toEqual(['well', 'well']);
  });

  test('a comment of our own is taken away, also when it is gone already', async () => {
    await using bench = await open();
    const issue = await bench.openIssue('Add up', '');
    const { id } = await bench.port.post(issue, 'Queued: one run of this thread is ahead.');
    for (let i = 0; i < 2; i += 1) await bench.port.removeComment(issue, id);
    expect(await bench.port.commentsSince(issue, LONG_AGO)).toEqual([]);
  });
}
