import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFinal, readMarkers } from '../reply/marker.ts';
import type { Request } from '../request/request.ts';
import {
  answers,
  aPolicy,
  fakeAgent,
  issue12,
  NEW_SESSION,
  openingRequest,
  type RunOrder,
  type ScriptedTurn,
  steps,
  type ThreadWorld,
  threadWorld,
} from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';

const first = { thread: issue12, request: openingRequest, start: 'new', runId: 701 } as const;
const pullRequest: Thread = { kind: 'pr', number: 101 };

/** The final replies of a thread, as `request outcome`, in their order. */
const finalReplies = (world: ThreadWorld, thread: Thread): readonly string[] =>
  world.conversation
    .transcript(thread)
    .filter(({ author }) => author.login === aPolicy.ownLogin)
    .flatMap(({ body }) => readMarkers(body))
    .filter(isFinal)
    .map(({ requestId, outcome }) => `${requestId} ${outcome}`);

/** A turn that changes a file. */
const changing =
  (world: ThreadWorld, path: string): ScriptedTurn =>
  (order, signal) => {
    world.repository.write(path, `${path}\n`);
    return answers(`Changed ${path}`)(order, signal);
  };

/** Somebody comments a minute later; the run of that comment. */
function commentLater(world: ThreadWorld, text: string, runId: number, thread: Thread = issue12): RunOrder {
  world.clock.advance(60);
  const request = world.ask('alice', thread, text);
  return { thread, request, start: thread.kind === 'pr' ? 'either' : 'continue', runId };
}

describe('a thread from end to end', () => {
  test('the second turn resumes the session of the first, in its sandbox', async () => {
    const world = threadWorld();
    const agent = fakeAgent();
    await world.run({ ...first, agent });
    const second = commentLater(world, 'And subtract', 702);
    const end = await world.run({ ...second, agent });
    expect(end.restored.state.status).toBe('resumed');
    expect(agent.orders.map(({ prompt, sessionId, sandbox }) => ({ prompt, sessionId, sandbox }))).toEqual([
      { prompt: 'Add up\n\nSum all lines.', sessionId: undefined, sandbox: 'workspace-write' },
      { prompt: 'And subtract', sessionId: NEW_SESSION, sandbox: 'workspace-write' },
    ]);
    expect(finalReplies(world, issue12)).toEqual(['issue-12 answered', `${second.request.id} answered`]);
    expect(world.artifacts.listing()).toEqual(['codex-worker-session-issue-12@702']);
  });

  test('a change becomes a branch and a pull request that closes the issue, and the next comment gets its link', async () => {
    const world = threadWorld();
    const opened = await world.run({ ...first, agent: fakeAgent(changing(world, 'sum.js')) });
    expect(opened.proposed).toMatchObject({ kind: 'opened', branch: 'codex/issue-12/add-up', pullRequest: 101 });
    expect(world.proposals.all()[0]).toMatchObject({ base: 'main', draft: false });
    expect(world.proposals.all()[0]?.body).toMatch(/Closes #12\n\n<!-- codex-worker:pull-request -->$/);
    const second = commentLater(world, 'One more', 702);
    const agent = fakeAgent();
    await world.run({ ...second, agent });
    expect(agent.orders).toEqual([]);
    expect(finalReplies(world, issue12)).toEqual(['issue-12 answered', `${second.request.id} refused`]);
    expect(world.conversation.transcript(issue12).at(-1)?.body).toContain('/pull/101');
  });

  test('the pull request is a thread of its own, and its turns land on the same branch', async () => {
    const world = threadWorld();
    await world.run({ ...first, agent: fakeAgent(changing(world, 'sum.js')) });
    const second = commentLater(world, 'Rename it', 702, pullRequest);
    const agent = fakeAgent(changing(world, 'total.js'));
    const end = await world.run({ ...second, agent });
    expect(end.restored.state.status).toBe('fresh');
    expect(agent.orders[0]).toMatchObject({ sessionId: undefined });
    expect(agent.orders[0]?.prompt).toContain('pull request #101');
    expect(end.proposed).toMatchObject({ kind: 'updated', branch: 'codex/issue-12/add-up', pullRequest: 101 });
    expect([...(world.repository.history('codex/issue-12/add-up')[0]?.files.keys() ?? [])]).toEqual([
      'README.md',
      'sum.js',
      'total.js',
    ]);
    expect(finalReplies(world, pullRequest)).toEqual([`${second.request.id} answered`]);
    expect([...world.artifacts.listing()].sort()).toEqual([
      'codex-worker-session-issue-12@701',
      'codex-worker-session-pr-101@702',
    ]);
  });

  test('a request from before the move is answered in the pull request, whose own session begins later', async () => {
    const world = threadWorld();
    const { conversation } = world;
    await world.run({ ...first, agent: fakeAgent(changing(world, 'sum.js')), stopAfter: 'bundle' });
    const late = commentLater(world, 'Use integers', 702);
    world.clock.advance(60);
    // The re-run publishes what the first attempt had made; it is cancelled before it comes to the comment, so that this stays open.
    await world.run({ ...first, attempt: 2, cancelled: AbortSignal.abort() });
    expect(world.proposals.all()).toHaveLength(1);
    await world.run(late);
    expect(finalReplies(world, issue12)).toEqual(['issue-12 answered', `${late.request.id} answered`]);
    expect(conversation.transcript(pullRequest).map(({ body }) => body.split('\n')[0])).toEqual([
      'For @alice, asked in #12 before the move:',
    ]);
    const own = commentLater(world, 'Go on', 703, pullRequest);
    expect((await world.run(own)).restored.state.status).toBe('fresh');
    expect(finalReplies(world, pullRequest)).toEqual([`${late.request.id} answered`, `${own.request.id} answered`]);
  });

  test('a late answer is not given a second time when its run breaks off between the two threads', async () => {
    const world = threadWorld();
    await world.run({ ...first, agent: fakeAgent(changing(world, 'sum.js')), stopAfter: 'bundle' });
    const late = commentLater(world, 'Use integers', 702);
    world.clock.advance(60);
    await world.run({ ...first, attempt: 2, cancelled: AbortSignal.abort() });
    const { post } = world.conversation;
    world.conversation.post = async (thread, body) => {
      if (thread.kind === 'pr') return post(thread, body);
      throw new TypeError('The runner is gone');
    };
    await expect(world.run(late)).rejects.toThrow('The runner is gone');
    world.conversation.post = post;
    await world.run({ ...late, attempt: 2 });
    expect(finalReplies(world, pullRequest)).toEqual([`${late.request.id} answered`]);
    expect(finalReplies(world, issue12)).toContain(`${late.request.id} answered`);
  });
});

describe('nothing is lost and nothing is said twice, wherever a run breaks off', () => {
  for (const stopAfter of steps) {
    test(`after ${stopAfter}: a re-run answers what was asked, once`, async () => {
      const world = threadWorld();
      await world.run({ ...first, agent: fakeAgent(changing(world, 'sum.js')), stopAfter });
      world.clock.advance(60);
      await world.run({ ...first, attempt: 2, agent: fakeAgent(changing(world, 'sum.js')) });
      expect(finalReplies(world, issue12)).toEqual(['issue-12 answered']);
      expect(world.repository.history('codex/issue-12/add-up')).toHaveLength(2);
      expect(world.proposals.all()).toHaveLength(1);
    });
  }

  for (const stopAfter of steps) {
    test(`after ${stopAfter}: the next comment is settled once, and so is what was asked before`, async () => {
      const world = threadWorld();
      await world.run({ ...first, agent: fakeAgent() });
      const second = commentLater(world, 'Write sum.js', 702);
      await world.run({ ...second, agent: fakeAgent(changing(world, 'sum.js')), stopAfter });
      const third = commentLater(world, 'How far are you?', 703);
      await world.run({ ...third, agent: fakeAgent(changing(world, 'sum.js')) });
      expect([...finalReplies(world, issue12)].sort()).toEqual(
        [
          'issue-12 answered',
          `${second.request.id} answered`,
          // It moves, and the comment gets the link, once the pull request was there before the comment.
          `${third.request.id} ${['pull-request', 'replies'].includes(stopAfter) ? 'refused' : 'answered'}`,
        ].sort(),
      );
      expect(world.repository.history('codex/issue-12/add-up')).toHaveLength(2);
      expect(world.proposals.all()).toHaveLength(1);
    });
  }

  test('two runs in a row that break off before they publish lose no answer', async () => {
    const world = threadWorld();
    await world.run({ ...first, agent: fakeAgent(changing(world, 'sum.js')), stopAfter: 'bundle' });
    const second = commentLater(world, 'And subtract', 702);
    await world.run({ ...second, agent: fakeAgent(changing(world, 'subtract.js')), stopAfter: 'bundle' });
    const third = commentLater(world, 'And multiply', 703);
    await world.run(third);
    expect(finalReplies(world, issue12)).toEqual([
      'issue-12 answered',
      `${second.request.id} answered`,
      `${third.request.id} answered`,
    ]);
    const [commit] = world.repository.history('codex/issue-12/add-up');
    expect([...(commit?.files.keys() ?? [])]).toEqual(['README.md', 'subtract.js', 'sum.js']);
  });

  test('any order of comments and broken runs ends with one answer for each request, in one session', async () => {
    const happening = fc.oneof(
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('comment' as const), by: fc.constantFrom('alice', 'bob') }),
      },
      { weight: 1, arbitrary: fc.constant({ kind: 'stranger' as const, by: 'mallory' }) },
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('run' as const), stopAfter: fc.option(fc.constantFrom(...steps)) }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 12 }), async (happenings) => {
        const world = threadWorld();
        const agent = fakeAgent();
        await world.run({ ...first, agent });
        const asked: Request[] = [];
        const waiting: Request[] = [];
        let runId = 800;
        const runNext = async (stopAfter: RunOrder['stopAfter']) => {
          const request = waiting.shift();
          if (!request) return;
          runId += 1;
          const order = { thread: issue12, request, start: 'continue', runId, agent } as const;
          await world.run(stopAfter ? { ...order, stopAfter } : order);
        };
        for (const event of happenings) {
          world.clock.advance(20);
          if (event.kind === 'run') await runNext(event.stopAfter ?? undefined);
          else if (event.kind === 'stranger') world.conversation.commentAs(event.by, issue12, 'Do it for me');
          else {
            const request = world.ask(event.by, issue12, `Request ${asked.length + 1}`);
            asked.push(request);
            waiting.push(request);
          }
        }
        while (waiting.length > 0) await runNext(undefined);
        // One more healthy run, as any later comment brings it, publishes what the last one left.
        const last = commentLater(world, 'Thanks', 999);
        await world.run({ ...last, agent });
        expect(finalReplies(world, issue12)).toEqual(
          ['issue-12', ...asked.map(({ id }) => id), last.request.id].map((id) => `${id} answered`),
        );
        expect(new Set(agent.orders.slice(1).map(({ sessionId }) => sessionId))).toEqual(new Set([NEW_SESSION]));
      }),
      { numRuns: 60 },
    );
  });
});
