import { type Api, type ApiContext, numberParam } from '../api.ts';
import { commentBody } from '../bodies/issue-body.ts';
import { noteEdit } from '../edits.ts';
import { announceComment } from '../events.ts';
import { type Hosted, timestamp } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { inOrder, isSince } from '../list-threads.ts';
import { isLockedFor } from '../locked.ts';
import { paginate } from '../pages.ts';
import { admitSignedIn, fulfils, threadNeed } from '../permissions.ts';
import { needsAdmin, Refusal } from '../refusal.ts';
import { conversationText, readFields, requiredText } from '../request-fields.ts';
import type { Comment, Thread } from '../thread.ts';
import { admitListReader, admitReader, findComment, findOpenEndedThread } from './thread-lookup.ts';

/** Comments of threads: list, write, read, change, delete. */
export function commentRoutes(api: Api, hosted: Hosted): void {
  api.get('/issues/comments', (c) => {
    admitListReader(hosted, c.var.identity);
    const gone = new Set(hosted.threads.filter((one) => one.departure !== undefined).map(({ number }) => number));
    const found = hosted.comments.filter(
      (comment) => !gone.has(comment.thread) && isSince(comment.updatedAt, c.req.query('since')),
    );
    const sort = c.req.query('sort');
    // Without a sort GitHub gives the oldest first, whatever the direction.
    const ordered = inOrder(
      found,
      sort ?? 'created',
      sort === undefined ? 'asc' : (c.req.query('direction') ?? 'desc'),
      (one) => ({
        created: one.createdAt,
        updated: one.updatedAt,
      }),
    );
    return c.json(
      paginate(c, ordered).map((comment) => commentBody(hosted, findComment(hosted, comment.id).thread, comment)),
    );
  });

  api.get('/issues/:number/comments', (c) => {
    const thread = findOpenEndedThread(hosted, numberParam(c, 'number'));
    admitReader(hosted, c.var.identity, thread);
    const found = hosted.comments.filter(
      (comment) => comment.thread === thread.number && isSince(comment.updatedAt, c.req.query('since')),
    );
    return c.json(paginate(c, found).map((comment) => commentBody(hosted, thread, comment)));
  });

  api.post('/issues/:number/comments', async (c) => {
    const thread = findOpenEndedThread(hosted, numberParam(c, 'number'));
    const by = admitSignedIn(hosted, c.var.identity, threadNeed(thread, 'speak'));
    if (isLockedFor(hosted, by, thread)) throw new Refusal(403, 'Unable to create comment because issue is locked.');
    const comment = addComment(hosted, by, thread, await newText(c));
    await announceComment(hosted, by, { thread, comment }, 'created');
    return c.json(commentBody(hosted, thread, comment), 201, {
      location: commentBody(hosted, thread, comment).url,
    });
  });

  api.get('/issues/comments/:id', (c) => {
    const { thread, comment } = findComment(hosted, numberParam(c, 'id'));
    admitReader(hosted, c.var.identity, thread);
    return c.json(commentBody(hosted, thread, comment));
  });

  api.patch('/issues/comments/:id', async (c) => {
    const found = findComment(hosted, numberParam(c, 'id'));
    const by = admitEditor(hosted, c, found);
    await changeText(hosted, by, found, await newText(c));
    return c.json(commentBody(hosted, found.thread, found.comment));
  });

  api.delete('/issues/comments/:id', async (c) => {
    const found = findComment(hosted, numberParam(c, 'id'));
    const by = admitEditor(hosted, c, found);
    await removeComment(hosted, by, found);
    return c.body(null, 204);
  });
}

interface Found {
  readonly thread: Thread;
  readonly comment: Comment;
}

/** Takes a comment away, for good. */
export async function removeComment(hosted: Hosted, by: SignedIn, found: Found): Promise<void> {
  hosted.comments = hosted.comments.filter((comment) => comment !== found.comment);
  await announceComment(hosted, by, found, 'deleted');
}

async function newText(c: ApiContext): Promise<string> {
  return conversationText('IssueComment', requiredText(await readFields(c), 'IssueComment', 'body'));
}

async function changeText(hosted: Hosted, by: SignedIn, found: Found, body: string): Promise<void> {
  const { thread, comment } = found;
  const from = comment.body;
  if (body === from) return;
  comment.body = body;
  comment.updatedAt = noteEdit(hosted, by, comment);
  thread.updatedAt = comment.updatedAt;
  await announceComment(hosted, by, found, 'edited', { changes: { body: { from } } });
}

function admitEditor(hosted: Hosted, c: ApiContext, found: Found): SignedIn {
  const by = admitSignedIn(hosted, c.var.identity, threadNeed(found.thread, 'speak'));
  if (!mayChangeComment(hosted, by, found)) throw needsAdmin();
  return by;
}

/** Authors change their own comments, writers change all. */
export function mayChangeComment(hosted: Hosted, by: SignedIn, { thread, comment }: Found): boolean {
  if (!fulfils(hosted, by, threadNeed(thread, 'speak'))) return false;
  const writes = fulfils(hosted, by, { ...threadNeed(thread, 'manage'), role: 'write' });
  return comment.author === by.account.login || writes;
}

function addComment(hosted: Hosted, by: SignedIn, thread: Thread, body: string): Comment {
  const at = timestamp(hosted.now());
  const comment: Comment = {
    id: hosted.nextId(),
    thread: thread.number,
    author: by.account.login,
    body,
    createdAt: at,
    updatedAt: at,
    editor: null,
    lastEditedAt: null,
    reactions: [],
  };
  hosted.comments.push(comment);
  thread.updatedAt = at;
  return comment;
}
