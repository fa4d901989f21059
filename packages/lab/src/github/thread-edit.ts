import { reaches } from './accounts.ts';
import { accountBodyOrNull } from './bodies/account-body.ts';
import { issueTypes, labelBody } from './bodies/issue-body.ts';
import type { PullThread } from './bodies/pull-body.ts';
import { noteEdit } from './edits.ts';
import { announceThread } from './events.ts';
import { type Hosted, timestamp } from './hosted.ts';
import type { SignedIn } from './identity.ts';
import { ensureLabels } from './labels.ts';
import { isPull, keepPullRefs, refreshPulls } from './pull-diff.ts';
import { invalid, Refusal } from './refusal.ts';
import { conversationText, type Fields } from './request-fields.ts';
import { carryComments } from './review/carry-comments.ts';
import type { Thread, ThreadChange } from './thread.ts';

/** What of a thread should become different. */
export interface ThreadEdit {
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: 'open' | 'closed';
  readonly stateReason?: Thread['stateReason'];
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly type?: string | null;
}

/** Who asks for an edit: somebody who may not manage the thread changes only its text and state. */
interface Editor {
  readonly by: SignedIn;
  readonly manages: boolean;
}

/** Reads an edit out of a request. */
export function threadEdit(hosted: Hosted, { by, manages }: Editor, fields: Fields): ThreadEdit {
  const title = fields.text('title');
  const body = fields.text('body');
  const state = fields.text('state');
  const labels = fields.texts('labels');
  const assignees = fields.texts('assignees');
  const type = knownType(fields);
  if (state !== undefined && state !== 'open' && state !== 'closed')
    throw invalid({ resource: 'Issue', field: 'state', code: 'invalid', value: state });
  return {
    ...(typeof title === 'string' ? { title: checkTitle(title) } : {}),
    ...(body === undefined ? {} : { body: body === null ? null : conversationText('Issue', body) }),
    ...(state === undefined ? {} : { state, stateReason: stateReason(fields, state) }),
    ...(manages && labels !== undefined ? { labels: ensureLabels(hosted, by, labels) } : {}),
    ...(manages && assignees !== undefined ? { assignees: assignable(hosted, assignees) } : {}),
    ...(manages && type !== undefined ? { type } : {}),
  };
}

function stateReason(fields: Fields, state: 'open' | 'closed'): Thread['stateReason'] {
  const reason = fields.text('state_reason') ?? (state === 'open' ? 'reopened' : 'completed');
  if (reason !== 'completed' && reason !== 'not_planned' && reason !== 'duplicate' && reason !== 'reopened')
    throw invalid({ resource: 'Issue', field: 'state_reason', code: 'invalid', value: reason });
  return reason;
}

/** A title within GitHub's limits. */
export function checkTitle(title: string): string {
  if (title.trim() === '') throw invalid({ resource: 'Issue', field: 'title', code: 'missing_field' });
  if ([...title].length > 256)
    throw invalid({
      resource: 'Issue',
      field: 'title',
      code: 'custom',
      message: 'title is too long (maximum is 256 characters)',
    });
  return title;
}

/** Those of some logins that may be assigned; the others are left out without a word, as on GitHub. */
export function assignable(hosted: Hosted, logins: readonly string[]): string[] {
  return logins
    .map((login) => hosted.accounts.find(login))
    .filter((account) => account !== undefined && reaches(account.role, 'read'))
    .map((account) => account?.login ?? '');
}

/** The issue type that a request names, by string or by object. */
export function knownType(fields: Fields): string | null | undefined {
  const given = fields.raw('type');
  if (given === undefined || given === null) return given;
  const name = typeof given === 'object' && 'name' in given ? given.name : given;
  const type = issueTypes.find((one) => one === name);
  if (type === undefined)
    throw new Refusal(422, `Validation Failed: issue type ${JSON.stringify(name)} does not exist`);
  return type;
}

/** Changes a thread and says what happened, each change as an event of its own. */
export async function editThread(hosted: Hosted, by: SignedIn, thread: Thread, edit: ThreadEdit): Promise<void> {
  const changes = changeText(hosted, by, thread, edit);
  if (Object.keys(changes).length > 0) {
    thread.updatedAt = timestamp(hosted.now());
    await announceThread(hosted, by, thread, 'edited', { changes });
  }
  if (edit.labels !== undefined) await changeLabels(hosted, by, thread, edit.labels);
  if (edit.assignees !== undefined) await changeAssignees(hosted, by, thread, edit.assignees);
  if (edit.type !== undefined && edit.type !== thread.type) {
    const action = edit.type === null ? 'untyped' : 'typed';
    thread.type = edit.type;
    thread.updatedAt = timestamp(hosted.now());
    await announceThread(hosted, by, thread, action);
  }
  if (edit.state !== undefined) await changeState(hosted, by, thread, edit.state, edit.stateReason ?? null);
}

function changeText(
  hosted: Hosted,
  by: SignedIn,
  thread: Thread,
  edit: ThreadEdit,
): Record<string, { from: string | null }> {
  const changes: Record<string, { from: string | null }> = {};
  if (edit.title !== undefined && edit.title !== thread.title) {
    changes['title'] = { from: thread.title };
    thread.title = edit.title;
  }
  if (edit.body !== undefined && edit.body !== thread.body) {
    changes['body'] = { from: thread.body };
    thread.body = edit.body;
    // A new title alone is no edit for GitHub's GraphQL: `editor` and `lastEditedAt` are the text's.
    noteEdit(hosted, by, thread);
  }
  return changes;
}

/** For the timeline of the thread's page. */
export function noteChange(
  hosted: Hosted,
  by: SignedIn,
  { number: thread }: Thread,
  change: Pick<ThreadChange, 'action' | 'what'>,
): void {
  const after = hosted.comments.at(-1)?.id ?? 0;
  hosted.threadChanges.push({ ...change, thread, by: by.account.login, at: timestamp(hosted.now()), after });
}

/** Gives a thread exactly these labels. */
export async function changeLabels(hosted: Hosted, by: SignedIn, thread: Thread, labels: readonly string[]) {
  const before = thread.labels;
  thread.labels = [...labels];
  for (const label of hosted.labels) {
    const [had, has] = [before.includes(label.name), labels.includes(label.name)];
    if (had === has) continue;
    thread.updatedAt = timestamp(hosted.now());
    const action = has ? 'labeled' : 'unlabeled';
    noteChange(hosted, by, thread, { action, what: label.name });
    await announceThread(hosted, by, thread, action, { label: labelBody(hosted, label) });
  }
}

async function changeAssignees(hosted: Hosted, by: SignedIn, thread: Thread, assignees: readonly string[]) {
  const before = thread.assignees;
  thread.assignees = [...assignees];
  for (const login of new Set([...before, ...assignees])) {
    if (before.includes(login) === assignees.includes(login)) continue;
    const action = assignees.includes(login) ? 'assigned' : 'unassigned';
    thread.updatedAt = timestamp(hosted.now());
    noteChange(hosted, by, thread, { action, what: login });
    await announceThread(hosted, by, thread, action, { assignee: accountBodyOrNull(hosted, login) });
  }
}

/** Opens or closes a thread. */
export async function changeState(
  hosted: Hosted,
  by: SignedIn,
  thread: Thread,
  state: Thread['state'],
  reason: Thread['stateReason'],
): Promise<void> {
  if (thread.state === state) return;
  const at = timestamp(hosted.now());
  thread.state = state;
  thread.stateReason = thread.pull === undefined ? reason : null;
  thread.closedAt = state === 'closed' ? at : null;
  thread.closedBy = state === 'closed' ? by.account.login : null;
  thread.updatedAt = at;
  if (state === 'open' && isPull(thread)) await catchUp(hosted, thread);
  await announceThread(hosted, by, thread, state === 'closed' ? 'closed' : 'reopened');
}

/** While it was closed, a pull request took no notice of its branches. */
async function catchUp(hosted: Hosted, thread: PullThread): Promise<void> {
  await refreshPulls(hosted, [thread]);
  await keepPullRefs(hosted, thread);
  await carryComments(hosted, thread);
}
