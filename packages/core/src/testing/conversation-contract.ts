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
  edit(commentId: number, body: string): Promise<void>;
  /** Leaves our own 👀 on the thread. */
  acknowledge(thread: Thread): Promise<void>;
  close(thread: Thread): Promise<void>;
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
}
