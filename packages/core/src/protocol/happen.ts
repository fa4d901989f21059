import { bundleName } from '../store/artifact-store.ts';
import { issue12 } from '../testing/index.ts';
import { threadKey } from '../thread/thread.ts';
import type { Happening } from './happening.ts';
import { nth, type Play, type Run, waiting } from './play.ts';
import { sweepOnce } from './sweeping.ts';
import { again, goOn, mayStart, start } from './take-run.ts';
import { cancelWaiting, tellEvent } from './tell-event.ts';
import { comment, edit, remove } from './write.ts';

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
