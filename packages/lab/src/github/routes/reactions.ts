import { type Api, type ApiContext, numberParam } from '../api.ts';
import { reactionBody } from '../bodies/issue-body.ts';
import { type Hosted, timestamp } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { isLockedFor } from '../locked.ts';
import { paginate } from '../pages.ts';
import { admit, admitSignedIn, type Need, needs, threadNeed } from '../permissions.ts';
import { invalid, notFound, Refusal } from '../refusal.ts';
import { readFields, requiredText } from '../request-fields.ts';
import { type Reaction, type ReactionContent, reactionContents, type Thread } from '../thread.ts';
import { findComment, findOpenEndedThread, findReviewComment } from './thread-lookup.ts';

/** Something that can be reacted to, the thread that it is in, and what it takes. */
interface Subject {
  readonly thread: Thread;
  readonly on: { reactions: Reaction[] };
  readonly toRead: Need;
  readonly toReact: Need;
}

/** Reactions to threads and to comments. */
export function reactionRoutes(api: Api, hosted: Hosted): void {
  routesFor(api, hosted, '/issues/comments/:id/reactions', (c) => {
    const { thread, comment } = findComment(hosted, numberParam(c, 'id'));
    return inConversation(thread, comment);
  });
  routesFor(api, hosted, '/pulls/comments/:id/reactions', (c) => {
    const { thread, comment } = findReviewComment(hosted, numberParam(c, 'id'));
    return { thread, on: comment, toRead: needs.readPulls, toReact: needs.openPulls };
  });
  routesFor(api, hosted, '/issues/:number/reactions', (c) => {
    const thread = findOpenEndedThread(hosted, numberParam(c, 'number'));
    return inConversation(thread, thread);
  });
}

function inConversation(thread: Thread, on: Subject['on']): Subject {
  return { thread, on, toRead: threadNeed(thread, 'read'), toReact: threadNeed(thread, 'speak') };
}

function routesFor(api: Api, hosted: Hosted, path: string, find: (c: ApiContext) => Subject): void {
  api.get(path, (c) => {
    const { on, toRead } = find(c);
    admit(hosted, c.var.identity, toRead);
    const content = c.req.query('content');
    const chosen = on.reactions.filter((reaction) => content === undefined || reaction.content === content);
    return c.json(paginate(c, chosen).map((reaction) => reactionBody(hosted, reaction)));
  });

  api.post(path, async (c) => {
    const { thread, on, toReact } = find(c);
    const by = admitSignedIn(hosted, c.var.identity, toReact);
    if (isLockedFor(hosted, by, thread)) throw new Refusal(403, 'Unable to create reaction because issue is locked.');
    const content = knownContent(requiredText(await readFields(c), 'Reaction', 'content'));
    const same = on.reactions.find((one) => one.content === content && one.author === by.account.login);
    if (same !== undefined) return c.json(reactionBody(hosted, same), 200);
    return c.json(reactionBody(hosted, react(hosted, by, on, content)), 201);
  });

  api.delete(`${path}/:reaction`, (c) => {
    const { on, toReact } = find(c);
    const by = admitSignedIn(hosted, c.var.identity, toReact);
    const reaction = on.reactions.find((one) => one.id === numberParam(c, 'reaction'));
    if (reaction === undefined || reaction.author !== by.account.login) throw notFound();
    on.reactions = on.reactions.filter((one) => one !== reaction);
    return c.body(null, 204);
  });
}

function react(hosted: Hosted, by: SignedIn, on: { reactions: Reaction[] }, content: ReactionContent): Reaction {
  const reaction = { id: hosted.nextId(), content, author: by.account.login, createdAt: timestamp(hosted.now()) };
  on.reactions.push(reaction);
  return reaction;
}

function knownContent(text: string): ReactionContent {
  const content = reactionContents.find((one) => one === text);
  if (content === undefined) throw invalid({ resource: 'Reaction', field: 'content', code: 'invalid', value: text });
  return content;
}
