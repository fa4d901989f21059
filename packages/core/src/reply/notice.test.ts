import { describe, expect, test } from 'vitest';
import { shortDigest } from '../request/request.ts';
import type { GroupFacts } from '../route/ports.ts';
import { aPolicy, aReply, aRun, fakeConversation, issue12 } from '../testing/index.ts';
import { readMarkers, renderMarker, renderQueuedMarker } from './marker.ts';
import { type NoticeOrder, notify, readNeeds, renderNotice } from './notice.ts';
import { renderReply } from './render-reply.ts';
import type { JobFacts, Stop } from './what-stopped.ts';

const agent: JobFacts = {
  name: 'worker / thread / agent',
  conclusion: 'cancelled',
  minutes: 3,
  endedAt: '2026-03-01T10:00:00Z',
  steps: [],
};
const order: NoticeOrder = {
  thread: issue12,
  requestId: 'comment-7',
  needs: { results: ['cancelled'], failure: undefined, routeFailed: false },
  limits: { agent: 60, publish: 15 },
  run: aRun,
  ownLogin: aPolicy.ownLogin,
  since: '2026-03-01T10:00:00Z',
};

describe('notify', () => {
  function open() {
    const conversation = fakeConversation();
    conversation.openThread(issue12, { title: 'Add up', body: '' });
    const github = { group: { kind: 'absent' } as GroupFacts, jobs: [agent] };
    const ports = {
      conversation,
      runs: { group: async () => github.group },
      jobs: async () => github.jobs,
      artifacts: async () => [],
    };
    return { conversation, ports, github };
  }

  test('a request without an answer gets the notice', async () => {
    const { conversation, ports } = open();
    const end = await notify(ports, order);
    expect(end?.stop).toEqual({ kind: 'cancelled', phase: 'codex', kept: false });
    expect(conversation.transcript(issue12).map(({ id }) => id)).toEqual([end?.id]);
  });

  test('a request that waits no longer is not said to wait', async () => {
    const { conversation, ports } = open();
    const queued = (requestId: 'comment-6' | 'comment-7') =>
      conversation.post(issue12, `Queued: 1 run ahead.\n\n${renderQueuedMarker({ requestId, run: '1.1' })}`);
    const other = await queued('comment-6');
    await queued('comment-7');
    const end = await notify(ports, order);
    expect(conversation.transcript(issue12).map(({ id }) => id)).toEqual([other.id, end?.id]);
  });

  test("what was kept is told by this thread's own bundle", async () => {
    const { ports } = open();
    const artifacts = (name: string) => async () => [{ id: 7, name }];
    const of = async (name: string) => {
      const run = { ...aRun, id: name.length };
      return (await notify({ ...ports, artifacts: artifacts(name) }, { ...order, run }))?.stop;
    };
    expect(await of('codex-worker-session-issue-12')).toEqual({ kind: 'cancelled', phase: 'codex', kept: true });
    expect(await of('codex-worker-session-issue-1')).toEqual({ kind: 'cancelled', phase: 'codex', kept: false });
  });

  test('the transcript of what was done up to then is linked', async () => {
    const { conversation, ports } = open();
    const artifacts = async () => [
      { id: 7, name: 'codex-worker-transcript-issue-12.html' },
      { id: 8, name: 'codex-worker-transcript-issue-1.html' },
    ];
    await notify({ ...ports, artifacts }, order);
    expect(conversation.transcript(issue12)[0]?.body).toContain(
      `[run](${aRun.url}) · [transcript](${aRun.url}/artifacts/7)`,
    );
  });

  test('a request that its run had not come to, because it was stopped at another one, stays open', async () => {
    const { conversation, ports } = open();
    const stopped = aReply('comment-6', { outcome: 'cancelled' });
    await conversation.post(issue12, renderReply(stopped, { kind: 'none', leftOut: [] }, aRun).join());
    const notice = await notify(ports, order);
    expect(notice?.stop).toEqual({ kind: 'cancelled-before-start' });
    const markers = conversation.transcript(issue12).flatMap(({ body }) => readMarkers(body));
    expect(markers.map(({ requestId, outcome }) => `${requestId} ${outcome}`)).toEqual([
      'comment-6 cancelled',
      'comment-7 postponed',
    ]);
  });

  test('a request that was answered after all gets none', async () => {
    const { conversation, ports } = open();
    await conversation.post(
      issue12,
      renderReply(aReply('comment-7'), { kind: 'none', leftOut: [] }, { ...aRun, id: 1 }).join(),
    );
    expect(await notify(ports, order)).toBeUndefined();
    expect(conversation.transcript(issue12)).toHaveLength(1);
  });

  test('a request whose failure this very attempt told gets none, and one of an earlier attempt does', async () => {
    const { conversation, ports, github } = open();
    const reply = aReply('comment-7', { outcome: 'failed' });
    await conversation.post(issue12, renderReply(reply, { kind: 'none', leftOut: [] }, aRun).join());
    expect(await notify(ports, order)).toBeUndefined();
    github.jobs = [{ ...agent, endedAt: '2026-03-02T10:00:00Z' }];
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

  test('whoever runs the notifier again by itself hears nothing more', async () => {
    const { conversation, ports, github } = open();
    await notify(ports, order);
    expect(await notify(ports, order)).toBeUndefined();
    expect(await notify(ports, { ...order, run: { ...aRun, attempt: 2 } })).toBeUndefined();
    github.jobs = [{ ...agent, endedAt: '2026-03-02T10:00:00Z' }];
    expect(await notify(ports, { ...order, run: { ...aRun, attempt: 2 } })).toBeDefined();
    expect(conversation.transcript(issue12)).toHaveLength(2);
  });

  test('an edit whose text was answered under the id of its request gets none', async () => {
    const { conversation, ports } = open();
    const marker = (text: string) =>
      renderMarker({ requestId: 'comment-7', outcome: 'answered', run: '1.1', textDigest: shortDigest(text) });
    const edited = { ...order, requestId: `comment-7.${shortDigest('New')}` } as const;
    await conversation.post(issue12, `It was asked otherwise.\n\n${marker('Old')}`);
    expect(await notify(ports, { ...edited, run: { ...aRun, id: 701 } })).toBeDefined();
    await conversation.post(issue12, `As it is asked now.\n\n${marker('New')}`);
    expect(await notify(ports, edited)).toBeUndefined();
  });

  test('a request that was answered on its line of code gets none', async () => {
    const { conversation, ports } = open();
    const place = { reviewComment: 88, path: 'a', line: 1, hunk: '' };
    const own = await conversation.post(
      issue12,
      renderMarker({ requestId: 'review-comment-88', outcome: 'answered', run: '1.1' }),
    );
    const [posted] = conversation.transcript(issue12).filter(({ id }) => id === own.id);
    const onCode = {
      ...ports,
      conversation: {
        ...conversation,
        commentsSince: async () => [],
        reviewCommentsSince: async () => (posted ? [{ ...posted, place }] : []),
      },
    };
    expect(await notify(onCode, { ...order, requestId: 'review-comment-88' })).toBeUndefined();
  });

  test('a run that GitHub turned away because too many wait says so', async () => {
    const { ports, github } = open();
    github.jobs = [];
    github.group = { kind: 'known', holder: { id: 1, url: '' }, waiting: 100 };
    expect((await notify(ports, order))?.stop).toEqual({ kind: 'queue-full', waiting: 100 });
    github.group = { kind: 'known', holder: { id: 1, url: '' }, waiting: 20 };
    expect((await notify(ports, { ...order, requestId: 'comment-8' }))?.stop).toEqual({
      kind: 'cancelled-before-start',
    });
  });

  test('a request whose machine is lost stays open twice, and is given up the third time', async () => {
    const { conversation, ports, github } = open();
    const steps = [{ name: 'Run $/actions/codex-run', conclusion: undefined, minutes: undefined }];
    github.jobs = [{ ...agent, conclusion: 'failure', steps }];
    for (const id of [701, 702, 703]) {
      await notify(ports, { ...order, needs: { ...order.needs, results: ['failure'] }, run: { ...aRun, id } });
    }
    const outcomes = conversation.transcript(issue12).map(({ body }) => readMarkers(body)[0]?.outcome);
    expect(outcomes).toEqual(['postponed', 'postponed', 'failed']);
  });
});

const marked: readonly { readonly stop: Stop; readonly marker: object }[] = [
  { stop: { kind: 'route-failed', reason: undefined }, marker: { outcome: 'postponed', session: 'none' } },
  { stop: { kind: 'cancelled-before-start' }, marker: { outcome: 'postponed', session: 'none' } },
  { stop: { kind: 'queue-full', waiting: 100 }, marker: { outcome: 'postponed', session: 'none' } },
  {
    stop: { kind: 'cancelled', phase: 'before-codex', kept: false },
    marker: { outcome: 'postponed', session: 'none' },
  },
  { stop: { kind: 'cancelled', phase: 'codex', kept: true }, marker: { outcome: 'cancelled' } },
  { stop: { kind: 'cancelled', phase: 'codex', kept: false }, marker: { outcome: 'cancelled', session: 'none' } },
  { stop: { kind: 'cancelled', phase: 'after-codex', kept: false }, marker: { outcome: 'cancelled', session: 'none' } },
  { stop: { kind: 'cancelled', phase: 'publish', kept: true }, marker: { outcome: 'postponed' } },
  { stop: { kind: 'timed-out', minutes: 60, phase: 'codex', kept: true }, marker: { outcome: 'cancelled' } },
  { stop: { kind: 'timed-out', minutes: 60, phase: 'after-codex', kept: true }, marker: { outcome: 'postponed' } },
  { stop: { kind: 'timed-out', minutes: 15, phase: 'publish', kept: true }, marker: { outcome: 'postponed' } },
  { stop: { kind: 'runner-lost', job: 'agent', phase: 'codex', kept: true }, marker: { outcome: 'postponed' } },
  {
    stop: { kind: 'cut-off', step: 'x', minutes: 31, phase: 'codex', kept: true },
    marker: { outcome: 'postponed' },
  },
  {
    stop: { kind: 'failed', job: 'agent', phase: 'codex', reason: undefined, kept: true },
    marker: { outcome: 'failed' },
  },
  {
    stop: { kind: 'failed', job: 'publish', phase: 'publish', reason: undefined, kept: true },
    marker: { outcome: 'postponed' },
  },
];
test.each(marked)('the notice of $stop is marked $marker', ({ stop, marker }) => {
  expect(readMarkers(renderNotice(stop, order))).toEqual([{ requestId: 'comment-7', run: '700.1', ...marker }]);
});

test('an answer that was kept when the time was over is not said to be on the branch', () => {
  const notice = renderNotice({ kind: 'timed-out', minutes: 60, phase: 'after-codex', kept: true }, order);
  expect(notice).toContain('The answer is kept: re-run the failed jobs, or comment here, and it is published first.');
  expect(notice).not.toContain('on the thread');
});

test('the reason of a failure cannot carry a marker', () => {
  const reason = renderMarker({ requestId: 'comment-99', outcome: 'answered', run: '1.1' });
  const notice = renderNotice({ kind: 'failed', job: 'agent', phase: 'codex', reason, kept: true }, order);
  expect(readMarkers(notice).map(({ requestId }) => requestId)).toEqual(['comment-7']);
});

test.each([
  {
    needs: { agent: { result: 'failure', outputs: { failure: 'Why' } }, route: { result: 'success' } },
    gives: { results: ['failure', 'success'], failure: 'Why', routeFailed: false },
  },
  {
    needs: { route: { result: 'success', outputs: { failure: '' } }, thread: { result: 'cancelled' } },
    gives: { results: ['success', 'cancelled'], failure: undefined, routeFailed: false },
  },
  {
    needs: { route: { result: 'failure', outputs: { failure: 'Why' } }, thread: { result: 'skipped' } },
    gives: { results: ['failure', 'skipped'], failure: 'Why', routeFailed: true },
  },
  {
    needs: { route: { result: 'skipped' }, enqueue: { result: 'cancelled' } },
    gives: { results: ['skipped', 'cancelled'], failure: undefined, routeFailed: true },
  },
  { needs: {}, gives: { results: [], failure: undefined, routeFailed: false } },
  { needs: null, gives: { results: [], failure: undefined, routeFailed: false } },
  { needs: 'agent', gives: { results: [], failure: undefined, routeFailed: false } },
  { needs: { agent: 'failure' }, gives: { results: [], failure: undefined, routeFailed: false } },
])('needs %j are read', ({ needs, gives }) => {
  expect(readNeeds(needs)).toEqual(gives);
});

describe('where turns are limited, a turn that was stopped counts', () => {
  test.each<{ stop: Stop; by: string | undefined }>([
    { stop: { kind: 'cancelled', phase: 'codex', kept: true }, by: 'alice' },
    { stop: { kind: 'cancelled', phase: 'before-codex', kept: false }, by: undefined },
    { stop: { kind: 'cancelled-before-start' }, by: undefined },
  ])('$stop', ({ stop, by }) => {
    const notice = renderNotice(stop, { run: aRun, requestId: 'comment-7', by: 'alice' });
    expect(readMarkers(notice)[0]?.by).toBe(by);
  });
});
