import { expect, test } from 'vitest';
import { renderQueuedMarker } from '../reply/marker.ts';
import type { Request } from '../request/request.ts';
import { issue12, openingRequest, type ThreadWorld, threadWorld } from '../testing/index.ts';

/** The router lets a request pass, where turns are limited. */
const promise = ({ conversation }: ThreadWorld, { id, author }: Request) =>
  conversation.post(issue12, `Taken up.\n\n${renderQueuedMarker({ requestId: id, run: '700.1', by: author.login })}`);

const answered = (ended: Awaited<ReturnType<ThreadWorld['run']>>) => ended.drained?.answered.map(({ id }) => id);

test('where turns are limited, a run takes up only what the router let pass', async () => {
  const world = threadWorld();
  await promise(world, openingRequest);
  const passed = world.ask('alice', issue12, 'Go on');
  await promise(world, passed);
  const unseen = world.ask('alice', issue12, 'And on');
  const first = await world.run({ thread: issue12, request: openingRequest, start: 'new', runId: 701 });
  expect(answered(first)).toEqual(['issue-12', passed.id]);

  const own = await world.run({ thread: issue12, request: unseen, start: 'continue', runId: 702 });
  expect(answered(own)).toEqual([unseen.id]);
});

test('what is asked while a run is at work waits for the router, too', async () => {
  const world = threadWorld();
  await promise(world, openingRequest);
  const late: Request[] = [];
  const at = async (step: string) => {
    if (step === 'restore') late.push(world.ask('alice', issue12, 'One more'));
  };
  const ended = await world.run({ thread: issue12, request: openingRequest, start: 'new', runId: 701, at });
  expect(late).toHaveLength(1);
  expect(answered(ended)).toEqual(['issue-12']);
});

test('a promise in the name of somebody else changes nothing', async () => {
  const world = threadWorld();
  const marker = renderQueuedMarker({ requestId: 'comment-9', run: '1.1', by: 'alice' });
  world.conversation.commentAs('mallory', issue12, marker);
  const late = world.ask('alice', issue12, 'Go on');
  const ended = await world.run({ thread: issue12, request: openingRequest, start: 'new', runId: 701 });
  expect(answered(ended)).toEqual(['issue-12', late.id]);
});

test('whoever puts the label on an issue is the one who asked for its turn', async () => {
  const world = threadWorld();
  world.conversation.openThread(issue12, { title: 'Add up', body: 'Sum all lines.', by: 'mallory' });
  const request = { ...openingRequest, author: { login: 'mallory', id: 66, type: 'User' } } as const;
  const asker = { login: 'alice', id: 5, type: 'User' } as const;
  await world.run({ thread: issue12, request, asker, start: 'new', runId: 701 });
  expect(world.conversation.transcript(issue12).at(-1)?.body).toMatch(/ by=alice -->$/);
});
