import { describe, expect, test } from 'vitest';
import { aPolicy, aReply, aRun, fakeConversation, issue12 } from '../testing/index.ts';
import { readMarkers, renderMarker } from './marker.ts';
import {
  type JobFacts,
  type NoticeOrder,
  notify,
  readFailure,
  readResults,
  renderNotice,
  whatStopped,
} from './notice.ts';
import { renderReply } from './render-reply.ts';

const job = (name: string, conclusion: string | undefined, minutes: number | undefined): JobFacts => ({
  name,
  conclusion,
  minutes,
});
const order: NoticeOrder = {
  thread: issue12,
  requestId: 'comment-7',
  results: ['cancelled'],
  failure: undefined,
  jobTimeoutMinutes: 60,
  run: aRun,
  ownLogin: aPolicy.ownLogin,
  since: '2026-03-01T10:00:00Z',
};

describe('whatStopped', () => {
  const failed = (name: string | undefined, reason?: string) => ({ kind: 'failed', job: name, reason, kept: true });
  test.each([
    { when: 'the agent job failed', results: ['failure'], jobs: [job('agent', 'failure', 3)], is: failed('agent') },
    {
      when: 'a job failed and the one after it was cancelled',
      results: ['cancelled'],
      jobs: [job('agent', 'cancelled', 3), job('publish', 'failure', 1)],
      is: failed('publish'),
    },
    {
      when: 'a step said why',
      results: ['failure'],
      failure: 'No API key was given.',
      jobs: [job('agent', 'failure', 3)],
      is: failed('agent', 'No API key was given.'),
    },
    { when: 'no job is known', results: ['failure'], jobs: [], is: failed(undefined) },
    {
      when: 'somebody cancelled it while it worked',
      results: ['cancelled'],
      jobs: [job('route', 'success', 1), job('agent', 'cancelled', 3), job('notify', undefined, 0)],
      is: { kind: 'cancelled', kept: true },
    },
    {
      when: 'somebody cancelled it while it waited',
      results: ['cancelled'],
      jobs: [job('route', 'success', 1), job('agent', 'cancelled', undefined)],
      is: { kind: 'cancelled-before-start' },
    },
    {
      when: 'it was displaced and has no job at all',
      results: ['cancelled'],
      jobs: [job('route', 'success', 1)],
      is: { kind: 'cancelled-before-start' },
    },
    {
      when: 'the agent ran into its limit, which looks like a cancellation',
      results: ['cancelled'],
      jobs: [job('agent', 'cancelled', 60.2)],
      is: { kind: 'timed-out', minutes: 60, kept: true },
    },
    {
      when: 'it was cancelled just before its limit',
      results: ['cancelled'],
      jobs: [job('agent', 'cancelled', 59.9)],
      is: { kind: 'cancelled', kept: true },
    },
  ])('$when → $is.kind', ({ jobs, is, results, failure }) => {
    expect(whatStopped(jobs, { results, failure, jobTimeoutMinutes: 60 }, true)).toEqual(is);
  });
});

describe('notify', () => {
  function open() {
    const conversation = fakeConversation();
    conversation.openThread(issue12, { title: 'Add up', body: '' });
    const ports = { conversation, jobs: async () => [job('agent', 'cancelled', 3)], artifacts: async () => [] };
    return { conversation, ports };
  }

  test('a request without an answer gets the notice', async () => {
    const { conversation, ports } = open();
    const end = await notify(ports, order);
    expect(end?.stop).toEqual({ kind: 'cancelled', kept: false });
    expect(conversation.transcript(issue12).map(({ id }) => id)).toEqual([end?.id]);
  });

  test("what was kept is told by this thread's own bundle", async () => {
    const { ports } = open();
    const artifacts = (name: string) => async () => [{ name }];
    const of = async (name: string) =>
      (await notify({ ...ports, artifacts: artifacts(name) }, { ...order, requestId: `comment-${name.length}` }))?.stop;
    expect(await of('codex-worker-session-issue-12')).toEqual({ kind: 'cancelled', kept: true });
    expect(await of('codex-worker-session-issue-1')).toEqual({ kind: 'cancelled', kept: false });
  });

  test('a request that was answered after all gets none', async () => {
    const { conversation, ports } = open();
    await conversation.post(
      issue12,
      renderReply(aReply('comment-7'), { kind: 'none', leftOut: [] }, { ...aRun, id: 1 }),
    );
    expect(await notify(ports, order)).toBeUndefined();
    expect(conversation.transcript(issue12)).toHaveLength(1);
  });

  test('a request whose failure this very attempt told gets none, and one of an earlier attempt does', async () => {
    const { conversation, ports } = open();
    const reply = aReply('comment-7', { outcome: 'failed' });
    await conversation.post(issue12, renderReply(reply, { kind: 'none', leftOut: [] }, aRun));
    expect(await notify(ports, order)).toBeUndefined();
    expect(await notify(ports, { ...order, run: { ...aRun, attempt: 2 } })).toBeDefined();
  });

  test("somebody's copy of a marker hides no notice", async () => {
    const { conversation, ports } = open();
    conversation.commentAs(
      'mallory',
      issue12,
      renderMarker({ requestId: 'comment-7', outcome: 'answered', run: '700.1' }),
    );
    expect(await notify(ports, order)).toBeDefined();
  });
});

test.each([
  { stop: { kind: 'cancelled-before-start' }, marker: { outcome: 'postponed', session: 'none' } },
  { stop: { kind: 'cancelled', kept: true }, marker: { outcome: 'cancelled' } },
  { stop: { kind: 'cancelled', kept: false }, marker: { outcome: 'cancelled', session: 'none' } },
  { stop: { kind: 'timed-out', minutes: 60, kept: true }, marker: { outcome: 'cancelled' } },
  { stop: { kind: 'failed', job: 'agent', reason: undefined, kept: true }, marker: { outcome: 'failed' } },
] as const)('the notice of $stop.kind is marked $marker', ({ stop, marker }) => {
  expect(readMarkers(renderNotice(stop, order))).toEqual([{ requestId: 'comment-7', run: '700.1', ...marker }]);
});

test('the reason of a failure cannot carry a marker', () => {
  const reason = renderMarker({ requestId: 'comment-99', outcome: 'answered', run: '1.1' });
  const notice = renderNotice({ kind: 'failed', job: 'agent', reason, kept: true }, order);
  expect(readMarkers(notice).map(({ requestId }) => requestId)).toEqual(['comment-7']);
});

test.each([
  {
    needs: { agent: { result: 'failure', outputs: { failure: 'Why' } }, route: { result: 'success' } },
    results: ['failure', 'success'],
    failure: 'Why',
  },
  {
    needs: { route: { result: 'success', outputs: { failure: '' } }, thread: { result: 'cancelled' } },
    results: ['success', 'cancelled'],
    failure: undefined,
  },
  { needs: {}, results: [], failure: undefined },
  { needs: null, results: [], failure: undefined },
  { needs: 'agent', results: [], failure: undefined },
  { needs: { agent: 'failure' }, results: [], failure: undefined },
])('needs %j are read', ({ needs, results, failure }) => {
  expect(readResults(needs)).toEqual(results);
  expect(readFailure(needs)).toBe(failure);
});
