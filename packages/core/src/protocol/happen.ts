import { renderMarker } from '../reply/marker.ts';
import { bundleName } from '../store/artifact-store.ts';
import { issue12 } from '../testing/index.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { openingText } from '../turn/prompt.ts';
import { type Asked, current, hasStanding } from './asked.ts';
import type { Happening } from './happening.ts';
import { nth, type Play, type Run, waiting } from './play.ts';
import { sweepOnce } from './sweeping.ts';
import { again, goOn, mayStart, start } from './take-run.ts';
import { cancelWaiting, tellEdit, tellEvent } from './tell-event.ts';
import { type Words, write } from './words.ts';

const BRANCH = 'codex/issue-12';

/** Lets one thing happen. */
export async function happen(all: Play, happening: Happening): Promise<void> {
  const { clock } = all.world;
  switch (happening.kind) {
    case 'comment':
      clock.advance(happening.after);
      return comment(all, happening);
    case 'edit': {
      const asked = nth(all.asked, happening.pick);
      return asked && edit(all, asked, happening);
    }
    case 'delete': {
      const asked = nth(all.asked.slice(1), happening.pick);
      return asked && remove(all, asked);
    }
    case 'run': {
      const run = nth(waiting(all), happening.pick);
      return run && mayStart(all, run) ? start(all, run, happening.trouble) : undefined;
    }
    case 're-run': {
      const run = nth(ended(all), happening.pick);
      if (!run || !mayStart(all, run)) return;
      clock.advance(30);
      return again(all, run, happening);
    }
    case 'go-on':
      return goOn(all);
    case 'redelivery': {
      const asked = nth(all.asked, happening.pick);
      return asked && tellEvent(all, asked);
    }
    case 'cancelled-waiting': {
      const run = nth(waiting(all), happening.pick);
      return run && cancelWaiting(all, run);
    }
    case 'sweep':
      return void (await sweepOnce(all, happening.trouble));
    case 'wait':
      return clock.advance(happening.seconds);
    case 'close':
    case 'reopen':
    case 'close-pull-request':
    case 'delete-branch':
      return changeThread(all, happening.kind);
    case 'delete-session':
    case 'delete-outbox':
    case 'put-back-session':
      return tamper(all, happening.kind);
  }
}

const ended = ({ runs }: Play): readonly Run[] => runs.filter(({ state }) => state !== 'waiting' && state !== 'going');

export interface CommentMade {
  readonly by: string;
  readonly inPullRequest: boolean;
  readonly words: Words;
  readonly thread?: Thread;
}

/** Somebody comments, and GitHub tells of it. */
export async function comment(all: Play, { by, inPullRequest, words, thread: where }: CommentMade): Promise<void> {
  const [pullRequest] = all.world.proposals.all();
  const moved: Thread = inPullRequest && pullRequest ? { kind: 'pr', number: pullRequest.number } : issue12;
  const thread = where ?? moved;
  const token = `ask-${all.asked.length}.0` as const;
  // A marker that a stranger pastes is only text.
  const forged = hasStanding(by) ? '' : `\n\n${forgedMarker(all)}`;
  const { id, createdAt, text } = all.world.ask(by, thread, `${write(words, token)}${forged}`);
  const number = Number(id.slice('comment-'.length));
  const asked: Asked = {
    thread,
    id: `comment-${number}`,
    author: by,
    createdAt,
    editions: [{ token, words, text, by, at: createdAt }],
    deleted: false,
  };
  all.asked.push(asked);
  await tellEvent(all, asked);
}

function forgedMarker({ asked }: Play): string {
  const requestId = asked.at(-1)?.id ?? 'issue-12';
  return renderMarker({ requestId, outcome: 'answered', run: '701.1' });
}

type EditMade = Pick<Extract<Happening, { kind: 'edit' }>, 'by' | 'words'>;

/** Somebody changes what was written, and GitHub tells of it. */
export async function edit(all: Play, asked: Asked, { by, words }: EditMade): Promise<void> {
  const { clock, conversation } = all.world;
  if (asked.deleted) return;
  const editor = by === 'author' ? asked.author : by;
  const token = `ask-${all.asked.indexOf(asked)}.${asked.editions.length}` as const;
  const isOpening = asked.id.startsWith('issue-');
  const [first] = asked.editions;
  const written = words === 'first' ? undefined : write(isOpening ? 'plain' : words, token);
  const text = written === undefined ? first.text : isOpening ? openingText('Add up', written) : written;
  if (text === current(asked).text) return;
  // GitHub's times have whole seconds: an edit within the second of the comment looks like none.
  clock.advance(1);
  const edition = words === 'first' ? first : { token, words: isOpening ? 'plain' : words, text };
  asked.editions.push({ ...edition, by: editor, at: clock.stamp() });
  if (isOpening) conversation.editThread(asked.thread, written ?? 'Sum all lines.', editor);
  else conversation.edit(Number(asked.id.slice('comment-'.length)), text, editor);
  await tellEdit(all, asked);
}

/** Somebody deletes a comment; no event of it starts anything. */
export function remove(all: Play, asked: Asked): void {
  if (asked.id.startsWith('issue-')) return;
  asked.deleted = true;
  all.world.conversation.deleteComment(Number(asked.id.slice('comment-'.length)));
}

type ThreadChange = 'close' | 'reopen' | 'close-pull-request' | 'delete-branch';

function changeThread(all: Play, kind: ThreadChange): void {
  const { conversation, proposals, repository } = all.world;
  switch (kind) {
    case 'close':
      conversation.close(issue12);
      break;
    case 'reopen':
      conversation.reopen(issue12);
      break;
    case 'close-pull-request': {
      const open = proposals.all().find(({ state }) => state === 'open');
      if (!open) break;
      proposals.close(open.number);
      conversation.close({ kind: 'pr', number: open.number });
      break;
    }
    case 'delete-branch':
      all.deletedCommits.push(...repository.history(BRANCH));
      repository.deleteBranch(BRANCH);
  }
}

async function tamper(all: Play, kind: 'delete-session' | 'delete-outbox' | 'put-back-session'): Promise<void> {
  const session = bundleName(threadKey(issue12));
  switch (kind) {
    case 'delete-session':
      return takeAway(all, session);
    case 'delete-outbox':
      return takeAway(all, all.uploads.findLast(({ name }) => name.includes('outbox'))?.name);
    case 'put-back-session': {
      const oldest = all.uploads.find(({ name }) => name === session);
      if (!oldest) return;
      all.tampered = true;
      await all.world.artifacts.run(oldest.runId).upload(oldest.name, oldest.files, 7);
    }
  }
}

async function takeAway(all: Play, name: string | undefined): Promise<void> {
  const { store } = all.world.artifacts;
  const [newest] = name === undefined ? [] : await store.list(name);
  if (!newest) return;
  await store.remove(newest.id);
  all.tampered = true;
}
