import { type Asked, current, hasStanding } from './asked.ts';
import { type Play, type Run, waiting } from './play.ts';
import { isDealtWith, saidIn } from './replies.ts';
import { sweepOnce } from './sweeping.ts';
import { again, goOn, start } from './take-run.ts';
import { untroubled } from './trouble.ts';
import { comment } from './write.ts';

/** Nothing breaks any more: each waiting run, then each request that nobody settled, then one more comment in each thread. */
export async function settleByPeople(all: Play): Promise<void> {
  const { clock, proposals } = all.world;
  await startAll(all);
  for (const asked of all.asked) {
    const run = runOf(all, asked);
    if (!hasStanding(asked.author) || !run || isDealtWith(all, saidIn(all), asked)) continue;
    clock.advance(60);
    await again(all, run, { failedOnly: false, trouble: untroubled });
  }
  clock.advance(60);
  await comment(all, { by: 'alice', inPullRequest: false, words: 'plain' });
  if (proposals.all().length > 0) await comment(all, { by: 'bob', inPullRequest: true, words: 'plain' });
  await startAll(all);
}

/** The run of the text that it has now: an edit has its own. */
function runOf({ runs }: Play, asked: Asked): Run | undefined {
  const own = runs.filter((run) => run.asked === asked);
  return own.findLast(({ request }) => request.text === current(asked).text) ?? own.at(-1);
}

/** Nobody does anything any more, and sweeps take up what was dropped. */
export async function settleBySweeps(all: Play): Promise<void> {
  all.settledBy = 'sweeps';
  await startAll(all);
  // A lost reply of a moved thread may take one for the issue and one for the pull request.
  for (let sweeps = 0; sweeps < 5; sweeps += 1) {
    all.world.clock.advance(900);
    all.restless = await sweepOnce(all, untroubled);
    if (all.restless.length === 0) return;
  }
}

async function startAll(all: Play): Promise<void> {
  await goOn(all);
  all.world.clock.advance(60);
  for (const run of waiting(all)) await start(all, run, untroubled);
}
