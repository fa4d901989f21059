import { takeNext } from '../queue/next-in-queue.ts';
import { WAITING_FOLDER } from '../queue/queue-path.ts';
import { removeAnswered } from '../queue/remove-answered.ts';
import { baseOf } from '../request/request.ts';
import { aPolicy, issue12, openingRequest } from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';
import { openingText } from '../turn/prompt.ts';
import { newPlay, nth, type Play } from './play.ts';
import type { QueueHappening, QueueSchedule } from './queue-happening.ts';
import { goOn, start } from './take-run.ts';
import { addRun, openIssue, tellEvent } from './tell-event.ts';
import { type Trouble, untroubled } from './trouble.ts';
import { comment, edit, remove } from './write.ts';

const issue13: Thread = { kind: 'issue', number: 13 };

/** Plays a schedule of two threads with one queue, and drains it in the end. */
export async function playQueue({ happenings, coalesce }: QueueSchedule): Promise<Play> {
  const all = newPlay({ coalesce, waits: 'all' });
  all.settledBy = 'drains';
  const { clock, conversation } = all.world;
  await openIssue(all, issue12, openingRequest);
  clock.advance(1);
  conversation.openThread(issue13, { title: 'Count', body: 'ask-1.0' });
  await openIssue(all, issue13, { createdAt: clock.stamp(), text: openingText('Count', 'ask-1.0') });
  for (const happening of happenings) await happenInQueue(all, happening);
  await settleByDrains(all);
  return all;
}

async function happenInQueue(all: Play, happening: QueueHappening): Promise<void> {
  const { clock } = all.world;
  switch (happening.kind) {
    case 'comment': {
      clock.advance(happening.after);
      const thread = happening.issue === 12 ? issue12 : issue13;
      return comment(all, { ...happening, inPullRequest: false, thread });
    }
    case 'edit': {
      const asked = nth(all.asked, happening.pick);
      // The fake's issues have one title.
      return asked && asked.thread === issue12 ? edit(all, asked, happening) : undefined;
    }
    case 'delete': {
      const asked = nth(all.asked.slice(2), happening.pick);
      return asked && remove(all, asked);
    }
    case 'redelivery': {
      const asked = nth(all.asked, happening.pick);
      return asked && tellEvent(all, asked);
    }
    case 'foreign-file':
      all.queue.files.set(`${WAITING_FOLDER}20260301T100000Z-dispatch-${happening.pick}.json`, 'Not JSON');
      return;
    case 'drain':
      return drainOnce(all, happening);
    case 'go-on':
      return goOn(all);
  }
}

interface Drain {
  readonly trouble: Trouble;
  readonly breaksBefore: 'run' | 'remove' | undefined;
}

/** Takes the head of the queue, runs its thread, and removes what has its reply. */
async function drainOnce(all: Play, { trouble, breaksBefore }: Drain): Promise<void> {
  // One drain at a time.
  if (all.paused) return;
  const { clock, conversation } = all.world;
  const { ownLogin } = aPolicy;
  clock.advance(5);
  const id = 701 + all.runs.length;
  const run = { id, attempt: 1, url: `https://github.com/octo-org/demo/actions/runs/${id}` };
  const next = await takeNext({ queue: all.queue, conversation }, { run, now: clock.stamp(), ownLogin });
  const { head, paths, until } = next;
  const asked = all.asked.find((one) => one.id === baseOf(head?.request.id ?? 'dispatch-0'));
  const [path] = paths;
  if (!head || !asked || path === undefined) return;
  const added = addRun(all, { asked, ...head, source: { kind: 'queued', path }, until });
  if (breaksBefore === 'run') {
    added.state = 'failed-agent';
    return;
  }
  await start(all, added, trouble, {
    after: async () => {
      if (breaksBefore === 'remove') return;
      const { foundNothing: nothingOpen } = added;
      await removeAnswered({ queue: all.queue, conversation }, { thread: asked.thread, paths, nothingOpen, ownLogin });
    },
  });
}

/** Drains until nothing waits. */
async function settleByDrains(all: Play): Promise<void> {
  await goOn(all);
  const waiting = async () => (await all.queue.waiting()).map(({ path }) => path);
  for (let drains = 0; drains < 40 && (await waiting()).length > 0; drains += 1) {
    all.world.clock.advance(60);
    await drainOnce(all, { trouble: untroubled, breaksBefore: undefined });
  }
  all.restless = await waiting();
}
