import { describe, expect, test } from 'vitest';
import { readMarkers, renderMarker } from '../reply/marker.ts';
import {
  answers,
  aPolicy,
  fakeAgent,
  issue12,
  NEW_SESSION,
  openingRequest,
  type RunOrder,
  type ScriptedTurn,
  type ThreadWorld,
  threadWorld,
} from '../testing/index.ts';

const first = { thread: issue12, request: openingRequest, start: 'new', runId: 701 } as const;

function commentLater(world: ThreadWorld, text: string, runId: number): RunOrder {
  world.clock.advance(60);
  return { thread: issue12, request: world.ask('alice', issue12, text), start: 'continue', runId };
}

const changing =
  (world: ThreadWorld, path: string): ScriptedTurn =>
  (order, signal) => {
    world.repository.write(path, path);
    return answers(`Changed ${path}`)(order, signal);
  };

/** Our own replies in the thread, without what the publisher adds. */
const replies = ({ conversation }: ThreadWorld): readonly string[] =>
  conversation
    .transcript(issue12)
    .filter(({ author }) => author.login === aPolicy.ownLogin)
    .map(({ body }) => body.split('\n')[0] ?? '');

const branch = { branchTemplate: 'codex/issue-{number}' };

describe('a thread that is steered', () => {
  test('is answered by the router without making its bundle look old', async () => {
    const world = threadWorld();
    await world.run(first);
    const { request } = commentLater(world, '/codex status', 0);
    const marker = renderMarker({ requestId: request.id, outcome: 'answered', run: '702.1', session: 'none' });
    await world.conversation.post(issue12, `Nothing runs.\n\n${marker}`);
    const agent = fakeAgent();
    const end = await world.run({ ...commentLater(world, 'And now?', 703), agent });
    expect(end.restored.state.status).toBe('resumed');
    expect(agent.orders.map(({ prompt }) => prompt)).toEqual(['And now?']);
  });

  test('keeps a setting from run to run', async () => {
    const world = threadWorld();
    await world.run(first);
    await world.run(commentLater(world, '/codex effort high', 702));
    const agent = fakeAgent();
    await world.run({ ...commentLater(world, 'And now?', 703), agent });
    expect(agent.orders).toMatchObject([{ effort: 'high', sessionId: NEW_SESSION }]);
  });

  test('keeps a setting that was made before its first turn', async () => {
    const world = threadWorld();
    await world.run({ ...commentLater(world, '/codex effort high', 701), start: 'new' });
    const agent = fakeAgent();
    await world.run({ ...commentLater(world, 'Add up', 702), agent });
    expect(agent.orders).toMatchObject([{ effort: 'high', sessionId: undefined }]);
  });

  test('begins a new session where the old one expired, once a person resets it', async () => {
    const world = threadWorld();
    await world.run(first);
    for (const { id } of await world.artifacts.store.list('codex-worker-session-issue-12')) {
      await world.artifacts.store.remove(id);
    }
    const lost = await world.run(commentLater(world, 'And now?', 702));
    expect(lost.restored.state.status).toBe('expired');
    const agent = fakeAgent();
    await world.run({ ...commentLater(world, '/codex reset\n\nAdd up again', 703), agent });
    expect(agent.orders).toMatchObject([{ sessionId: undefined, prompt: expect.stringMatching(/Add up again$/) }]);
    await world.run({ ...commentLater(world, 'Go on', 704), agent });
    expect(agent.orders[1]).toMatchObject({ sessionId: NEW_SESSION, prompt: 'Go on' });
  });

  test('takes back what an earlier run published, and the session with it', async () => {
    const world = threadWorld();
    const pullRequest = { ...branch };
    world.proposals.permit(false);
    await world.run({ ...first, ...pullRequest, agent: fakeAgent(changing(world, 'a.txt')) });
    await world.run({
      ...commentLater(world, 'Now b', 702),
      ...pullRequest,
      agent: fakeAgent(changing(world, 'b.txt')),
    });
    const { drained } = await world.run({ ...commentLater(world, '/codex undo', 703), ...pullRequest });
    expect(drained?.ledger.turns.map(({ undone }) => undone)).toEqual([undefined, true]);
    const [commit] = world.repository.history('codex/issue-12');
    expect(commit?.message).toMatch(
      /^Take back the last change\n\nCodex-Request: comment-\d+\nCodex-Reverts: [0-9a-f]{40}/,
    );
    expect([...(commit?.files.keys() ?? [])]).toEqual(['README.md', 'a.txt']);
    const home: string[] = [];
    const agentIn: RunOrder['agentIn'] = (files) => {
      home.push([...files.values()].join(''));
      return fakeAgent();
    };
    await world.run({ ...commentLater(world, 'And now?', 704), ...pullRequest, agentIn });
    expect(home[0]).toContain('Add up');
    expect(home[0]).not.toContain('Now b');
  });

  test('opens no pull request by a setting, for what a cut-off turn left', async () => {
    const world = threadWorld();
    const half: ScriptedTurn = () => {
      world.repository.write('half.txt', 'half');
      return { kind: 'failed', sessionId: NEW_SESSION, code: 'server-error', detail: 'Overloaded.' };
    };
    await world.run({ ...first, ...branch, agent: fakeAgent(half) });
    await world.run({ ...commentLater(world, '/codex effort low', 702), ...branch });
    expect(world.proposals.all()).toEqual([]);
    await world.run({ ...commentLater(world, '/codex pr', 703), ...branch });
    expect(world.proposals.all()).toHaveLength(1);
  });

  test('tries again what failed, also where its first turn began no session', async () => {
    const world = threadWorld();
    world.conversation.openThread(issue12, { title: 'Add up', body: 'Sum all lines.' });
    const wrongKey: ScriptedTurn = () => ({ kind: 'failed', sessionId: undefined, code: 'auth', detail: 'No.' });
    await world.run({ ...first, agent: fakeAgent(wrongKey) });
    const agent = fakeAgent();
    await world.run({ ...commentLater(world, '/codex retry', 702), agent });
    expect(agent.orders.map(({ prompt }) => prompt)).toEqual(['Add up\n\nSum all lines.']);
    expect(replies(world).at(-1)).toBe('Answer 1');
  });

  test.each(['bundle', 'push'] as const)(
    'posts one reply for requests that shared a turn, also after a crash at %s',
    async (stopAfter) => {
      const world = threadWorld();
      await world.run(first);
      world.clock.advance(60);
      const one = world.ask('alice', issue12, 'One');
      const two = commentLater(world, 'Two', 702);
      const end = await world.run({ ...two, coalesce: true, stopAfter });
      expect(end.drained?.replies).toMatchObject([{ requestId: one.id, also: [two.request.id] }]);
      await world.run(commentLater(world, 'Three', 703));
      const markers = world.conversation
        .transcript(issue12)
        .flatMap(({ body }) => readMarkers(body))
        .filter(({ outcome }) => outcome === 'answered' || outcome === 'refused')
        .map(({ requestId, outcome }) => `${requestId} ${outcome}`);
      expect(markers.filter((marker) => marker.startsWith(one.id))).toEqual([`${one.id} answered`]);
      expect(markers.filter((marker) => marker.startsWith(two.request.id))).toEqual([`${two.request.id} answered`]);
    },
  );
});
