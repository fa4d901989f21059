import { type Api, numberParam } from '../api.ts';
import { issueBody, labelBody } from '../bodies/issue-body.ts';
import { announceThread } from '../events.ts';
import { type Hosted, timestamp } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { ensureLabels } from '../labels.ts';
import { listThreads } from '../list-threads.ts';
import { paginate } from '../pages.ts';
import { admitSignedIn, fulfils, needs, threadNeed } from '../permissions.ts';
import { isPull } from '../pull-diff.ts';
import { needsAdmin, notFound, Refusal } from '../refusal.ts';
import { refuseReopening } from '../reopening.ts';
import { conversationText, type Fields, readFields, requiredText } from '../request-fields.ts';
import type { Thread } from '../thread.ts';
import { assignable, checkTitle, editThread, knownType, noteChange, threadEdit } from '../thread-edit.ts';
import { admitListReader, admitReader, findOpenEndedThread, findThread } from './thread-lookup.ts';

/** Issues, and pull requests as issues: list, open, read, change, lock. */
export function issueRoutes(api: Api, hosted: Hosted): void {
  api.get('/issues', (c) => {
    admitListReader(hosted, c.var.identity);
    return c.json(paginate(c, listThreads(hosted, c)).map((thread) => issueBody(hosted, thread)));
  });

  api.post('/issues', async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.openIssues);
    if (!hosted.settings.hasIssues) throw new Refusal(410, 'Issues has been disabled in this repository.');
    const thread = openIssue(hosted, by, await readFields(c));
    await announceThread(hosted, by, thread, 'opened');
    for (const label of hosted.labels.filter(({ name }) => thread.labels.includes(name))) {
      noteChange(hosted, by, thread, { action: 'labeled', what: label.name });
      await announceThread(hosted, by, thread, 'labeled', { label: labelBody(hosted, label) });
    }
    return c.json(issueBody(hosted, thread), 201);
  });

  api.get('/issues/:number', (c) => {
    const thread = findThread(hosted, numberParam(c, 'number'));
    admitReader(hosted, c.var.identity, thread);
    return c.json(issueBody(hosted, thread));
  });

  api.patch('/issues/:number', async (c) => {
    const thread = findThread(hosted, numberParam(c, 'number'));
    const by = admitSignedIn(hosted, c.var.identity, threadNeed(thread, 'speak'));
    const manages = fulfils(hosted, by, threadNeed(thread, 'manage'));
    const own = thread.author === by.account.login;
    if (!manages && !own) throw needsAdmin();
    const edit = threadEdit(hosted, { by, manages }, await readFields(c));
    // Who triages may close and label what others wrote, but not rewrite it.
    const rewrites = edit.title !== undefined || edit.body !== undefined;
    if (rewrites && !own && !fulfils(hosted, by, { ...threadNeed(thread, 'manage'), role: 'write' }))
      throw needsAdmin();
    if (edit.state === 'open' && isPull(thread)) await refuseReopening(hosted, thread);
    await editThread(hosted, by, thread, edit);
    return c.json(issueBody(hosted, thread));
  });

  api.put('/issues/:number/lock', async (c) => {
    const thread = findThread(hosted, numberParam(c, 'number'));
    const by = admitSignedIn(hosted, c.var.identity, threadNeed(thread, 'manage'));
    thread.lockReason = (await readFields(c)).text('lock_reason') ?? null;
    thread.locked = true;
    await announceThread(hosted, by, thread, 'locked');
    return c.body(null, 204);
  });

  api.delete('/issues/:number/lock', async (c) => {
    const thread = findThread(hosted, numberParam(c, 'number'));
    const by = admitSignedIn(hosted, c.var.identity, threadNeed(thread, 'manage'));
    thread.lockReason = null;
    thread.locked = false;
    await announceThread(hosted, by, thread, 'unlocked');
    return c.body(null, 204);
  });

  assigneeRoutes(api, hosted);
}

function openIssue(hosted: Hosted, by: SignedIn, fields: Fields): Thread {
  const title = checkTitle(requiredText(fields, 'Issue', 'title'));
  const body = fields.text('body') ?? null;
  if (body !== null) conversationText('Issue', body);
  // Labels, assignees and type of somebody without the right to set them are dropped without a word.
  const manages = fulfils(hosted, by, { ...needs.openIssues, role: 'triage' });
  const labels = manages ? ensureLabels(hosted, by, fields.texts('labels') ?? []) : [];
  return addThread(hosted, by, {
    title,
    body,
    labels,
    assignees: manages ? assignable(hosted, fields.texts('assignees') ?? []) : [],
    type: manages ? (knownType(fields) ?? null) : null,
    pull: undefined,
  });
}

/** Adds an issue or a pull request under the next number. */
export function addThread(
  hosted: Hosted,
  by: SignedIn,
  parts: Pick<Thread, 'title' | 'body' | 'labels' | 'assignees' | 'type' | 'pull'>,
): Thread {
  const at = timestamp(hosted.now());
  const thread: Thread = {
    ...parts,
    id: hosted.nextId(),
    number: hosted.threads.length + 1,
    author: by.account.login,
    state: 'open',
    stateReason: null,
    closedAt: null,
    closedBy: null,
    createdAt: at,
    updatedAt: at,
    editor: null,
    lastEditedAt: null,
    locked: false,
    lockReason: null,
    reactions: [],
    departure: undefined,
  };
  hosted.threads.push(thread);
  return thread;
}

function assigneeRoutes(api: Api, hosted: Hosted): void {
  api.post('/issues/:number/assignees', async (c) => {
    const thread = findOpenEndedThread(hosted, numberParam(c, 'number'));
    const by = admitSignedIn(hosted, c.var.identity, threadNeed(thread, 'manage'));
    const added = assignable(hosted, (await readFields(c)).texts('assignees') ?? []);
    await editThread(hosted, by, thread, { assignees: [...new Set([...thread.assignees, ...added])] });
    return c.json(issueBody(hosted, thread), 201);
  });

  api.delete('/issues/:number/assignees', async (c) => {
    const thread = findOpenEndedThread(hosted, numberParam(c, 'number'));
    const by = admitSignedIn(hosted, c.var.identity, threadNeed(thread, 'manage'));
    const removed = (await readFields(c)).texts('assignees') ?? [];
    await editThread(hosted, by, thread, { assignees: thread.assignees.filter((login) => !removed.includes(login)) });
    return c.json(issueBody(hosted, thread));
  });

  api.get('/assignees/:login', (c) => {
    admitListReader(hosted, c.var.identity);
    if (assignable(hosted, [c.req.param('login')]).length === 0) throw notFound();
    return c.body(null, 204);
  });
}
