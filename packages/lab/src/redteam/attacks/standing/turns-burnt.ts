import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';
import { type AttackedWorld, openWorld } from '../../world.ts';

type Promising = typeof import('../../../../../core/src/route/promise-turn.ts');
type Telling = typeof import('../../../../../core/src/testing/tell-stopped.ts');

const threat = 'turns-burnt';
const folder = 'packages/core/src';
const counted = `${folder}/standing/counted-turns.ts`;
const run = { id: 700, attempt: 1, url: 'https://github.com/octo-org/demo/actions/runs/700' };
const marker = (rest: string) => `<!-- codex-worker:${rest} -->`;

/** The router of a repository that allows each person two turns an hour. */
async function openLimited(product: Product) {
  const world = await openWorld(product);
  const { promiseTurn } = await product.load<Promising>(`${folder}/route/promise-turn.ts`);
  const { conversation, issue12, clock, core, person } = world;
  const limits = {
    turnsPerHour: undefined,
    turnsPerDay: undefined,
    personTurnsPerHour: 2,
    personTurnsPerDay: undefined,
  };
  const policy = {
    minimumPermission: 'write',
    allowUsers: [],
    allowBots: [],
    ownLogin: conversation.ownLogin,
  } as const;
  const turns = {
    turnsSince: async (_: string, before: number) =>
      core.countedTurns(conversation.transcript(issue12), { ownLogin: conversation.ownLogin, before }),
  };
  /** Whether the request gets its turn. */
  const ask = async (login: string, request = world.ask(login, issue12, 'One more')) => {
    const order = { thread: issue12, request, asker: person(login) };
    const settings = { limits, policy, run, now: clock.stamp() };
    return (await promiseTurn({ conversation, turns }, order, settings)) === undefined;
  };
  return { ...world, ask };
}

async function asksInBurst(product: Product): Promise<boolean> {
  const { ask } = await openLimited(product);
  const ends = await Promise.all(Array.from({ length: 12 }, () => ask('alice')));
  return ends.filter((passed) => passed).length > 2;
}

/** One comment, answered once, is edited again and again: each edit is a request more. */
async function editsInBurst(product: Product): Promise<boolean> {
  const { ask, conversation, issue12, clock, core } = await openLimited(product);
  const comment = conversation.commentAs('alice', issue12, 'Once');
  const request = { ...comment, id: `comment-${comment.id}`, text: 'Once' } as const;
  await conversation.post(issue12, marker(`reply request=${request.id} outcome=answered run=1.1 by=alice`));
  clock.advance(60);
  const edits = ['a', 'b', 'c', 'd', 'e'].map((text) => ({ ...request, id: core.revised(request.id, text), text }));
  const ends = [];
  for (const edit of edits) ends.push(await ask('alice', edit));
  return ends.filter((passed) => passed).length > 1;
}

/** Mallory writes what looks like turns of alice, so that she has none left. */
async function spendsForOthers(product: Product): Promise<boolean> {
  const { ask, conversation, issue12 } = await openLimited(product);
  for (const id of [901, 902, 903]) {
    conversation.commentAs('mallory', issue12, marker(`reply request=comment-${id} outcome=answered run=1.1 by=alice`));
  }
  return !(await ask('alice'));
}

/** What is asked while a run is at work is taken up by that run, before the router has a word. */
async function asksMeanwhile(product: Product): Promise<boolean> {
  const world = await openWorld(product);
  await world.conversation.post(world.issue12, marker('queued request=issue-12 run=701.1 by=alice'));
  const agent = world.fakeAgent((order, signal) => {
    for (let count = 0; count < 5; count += 1) world.ask('alice', world.issue12, 'One more');
    return world.answers('Done')(order, signal);
  });
  await world.run({ thread: world.issue12, request: world.openingRequest, start: 'new', runId: 701, agent });
  return agent.orders.length > 1;
}

const lastBody = ({ conversation, issue12 }: AttackedWorld): string =>
  conversation.transcript(issue12).at(-1)?.body ?? '';

/** Alice puts the label on issues of somebody else: the turns are hers. */
async function chargesOthers(product: Product): Promise<boolean> {
  const world = await openWorld(product);
  const request = { ...world.openingRequest, author: world.person('mallory') };
  const asker = world.person('alice');
  await world.run({ thread: world.issue12, request, asker, start: 'new', runId: 701 });
  return !lastBody(world).includes(' by=alice -->');
}

/** A turn that is stopped just before its answer has cost as much as any other; only the notifier tells of it. */
async function cancelsLate(product: Product): Promise<boolean> {
  const world = await openWorld(product);
  const { tellThatItStopped } = await product.load<Telling>(`${folder}/testing/tell-stopped.ts`);
  await world.conversation.post(world.issue12, marker('queued request=issue-12 run=701.1 by=alice'));
  const order = { thread: world.issue12, request: world.openingRequest, start: 'new', runId: 701 } as const;
  const steps = [{ name: 'Run /actions/codex-run', conclusion: 'cancelled', minutes: 29 }];
  const job = { name: 'worker / thread / agent', conclusion: 'cancelled', minutes: 30, endedAt: undefined, steps };
  await tellThatItStopped(world, order, 'cancelled', [job]);
  const counted = world.core.countedTurns(world.conversation.transcript(world.issue12), {
    ownLogin: world.conversation.ownLogin,
    before: Number.MAX_SAFE_INTEGER,
  });
  return counted.length === 0;
}

/** The first attempt failed in its turn; the second begins with the agent's job, and knows what the first counted. */
async function runsFailedAgain(product: Product): Promise<boolean> {
  const world = await openWorld(product);
  const { issue12: thread, openingRequest: request } = world;
  const agent = world.fakeAgent(world.answers('Done'));
  const again = { thread, request, start: 'new', runId: 701, attempt: 2, countedAttempt: 1, agent } as const;
  await world.run(again).catch(() => undefined);
  return agent.orders.length > 0;
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'twelve requests are made at the same moment, where two are allowed',
    wins: 'as many turns as there are runners, at whatever they cost',
    without: [{ file: counted, find: '&& id < before', replace: '&& id < 0' }],
    run: asksInBurst,
  },
  {
    threat,
    name: 'a comment that was answered is edited five times, where one more turn is allowed',
    wins: 'as many turns as there are edits',
    without: [
      { file: counted, find: 'byAge(promise, { id: turn.id, createdAt: turn.at }) < 0', replace: 'promise.id > 0' },
    ],
    run: editsInBurst,
  },
  {
    threat,
    name: 'a stranger writes replies in the name of the worker, so that somebody seems to have used up their turns',
    wins: 'nobody whom the stranger names is answered any more',
    without: [{ file: counted, find: 'sameLogin(author.login, ownLogin)', replace: 'sameLogin(ownLogin, ownLogin)' }],
    run: spendsForOthers,
  },
  {
    threat,
    name: 'five comments are written while a run is at work, which looks for more before it ends',
    wins: 'turns that the router never counted',
    without: [
      {
        file: `${folder}/request/promised-turns.ts`,
        find: 'passed.has(baseOf(id))',
        replace: "baseOf(id) !== 'issue-0'",
      },
    ],
    run: asksMeanwhile,
  },
  {
    threat,
    name: 'somebody puts the label on issues of others, whose turns they then seem to be',
    wins: 'turns without end, on the account of strangers',
    without: [
      { file: `${folder}/outbox/compose.ts`, find: 'reply.author !== asker.login', replace: "reply.author === ''" },
    ],
    run: chargesOthers,
  },
  {
    threat,
    name: 'each turn is stopped with /codex stop just before it ends',
    wins: 'turns without end: none of them has an answer that would count',
    without: [
      {
        file: `${folder}/reply/notice.ts`,
        find: "stop.phase !== 'before-codex' ? { by }",
        replace: "by === '' ? { by }",
      },
    ],
    run: cancelsLate,
  },
  {
    threat,
    name: 'only the failed jobs of a run are started again, so that no router counts the turn',
    wins: 'turns without end, for whoever may press the button',
    without: [{ file: `${folder}/standing/turn-limits.ts`, find: '|| attempt <= counted', replace: '|| counted > 0' }],
    run: runsFailedAgain,
  },
];
