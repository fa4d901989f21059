import { expect, test } from 'vitest';
import { createGroups } from './concurrency.ts';
import { conclusions, openLab, type TestLab, until } from './fake-host.ts';

/** One job that holds a group until its gate opens: it waits for a file that the test writes. */
function grouped(concurrency: string, level: 'workflow' | 'job' = 'job') {
  const key = `concurrency: ${concurrency}`;
  return `on: [push, issues]
${level === 'workflow' ? key : ''}
jobs:
  work:
    runs-on: x
    ${level === 'job' ? key : ''}
    steps: [{ run: 'while [ ! -e "$HOME/go" ]; do sleep 0.01; done' }]
  notify:
    needs: work
    if: always()
    runs-on: x
    steps: [{ run: 'true' }]
`;
}

/** Starts this many runs, one after the other, and opens the gate when all wait. */
async function race(lab: TestLab, count: number) {
  const runs = [];
  for (let index = 0; index < count; index += 1) {
    const [run] = await lab.start();
    if (run === undefined) throw new Error('The event made no run.');
    runs.push(run);
    await until(
      () => run.status === 'pending' || run.jobs.some(({ status }) => status === 'pending' || status === 'in_progress'),
    );
  }
  open(lab);
  await lab.engine.idle();
  return runs;
}

function open(lab: TestLab): void {
  lab.write('go', '');
}

test('of those that wait in a group, the newest replaces the older; the runs of the others go on', async () => {
  const lab = openLab({ '.github/workflows/ci.yml': grouped('thread') });
  const runs = await race(lab, 3);
  expect(runs.map((run) => conclusions(run)['work'])).toEqual(['success', 'cancelled', 'success']);
  expect(runs.map((run) => conclusions(run)['notify'])).toEqual(['success', 'success', 'success']);
  expect(runs[1]?.jobs[0]?.annotations[0]?.message).toBe(
    "Canceling since a higher priority waiting request for 'thread' exists",
  );
  expect(runs[1]?.jobs[0]?.startedAt).toBeNull();
});

test.each([
  { what: 'a group without a name', concurrency: "'${{ github.head_ref }}'", says: "Unexpected type of value ''" },
  {
    what: 'a queue that GitHub does not know',
    concurrency: "{ group: a, queue: '${{ github.actor }}' }",
    says: 'Unexpected value',
  },
  {
    what: 'a queue that also cancels',
    concurrency: "{ group: a, queue: max, cancel-in-progress: '${{ true }}' }",
    says: "'queue: max' cannot be combined",
  },
])('$what, as an expression tells it, fails the job', async ({ concurrency, says }) => {
  const run = await openLab({ '.github/workflows/ci.yml': grouped(concurrency) }).run();
  expect(conclusions(run)).toEqual({ work: 'failure', notify: 'success' });
  expect(run.jobs[0]?.annotations[0]?.message).toContain(says);
});

test('queue: max lets all wait, in order', async () => {
  const order: number[] = [];
  const lab = openLab(
    { '.github/workflows/ci.yml': grouped('{ group: thread, queue: max }') },
    {
      options: {
        onProgress: (event) => {
          if (event.kind === 'job-started' && event.job.name === 'work') order.push(event.run.number);
        },
      },
    },
  );
  const runs = await race(lab, 4);
  expect(runs.map((run) => run.conclusion)).toEqual(['success', 'success', 'success', 'success']);
  expect(order).toEqual([1, 2, 3, 4]);
});

test('a full queue cancels the new arrival', async () => {
  const groups = createGroups();
  const cancelled = new AbortController().signal;
  const claim = (runId: number) =>
    groups.claim(
      { group: 'thread', queue: 'max', cancelInProgress: false },
      { runId, job: 'work', lease: 'job', stop: () => {}, cancelled },
    );
  const holder = await claim(0);
  const waiting = Array.from({ length: 100 }, (_, index) => claim(index + 1));
  expect(await claim(101)).toEqual({
    kind: 'displaced',
    reason: "Canceling since the queue of 'thread' is full (100 are pending)",
  });
  expect(groups.list()[0]?.pending).toHaveLength(100);
  if (holder.kind === 'held') holder.release();
  expect((await waiting[0])?.kind).toBe('held');
});

test('cancel-in-progress stops what runs', async () => {
  const lab = openLab({ '.github/workflows/ci.yml': grouped('{ group: thread, cancel-in-progress: true }') });
  const runs = await race(lab, 2);
  expect(runs.map((run) => conclusions(run)['work'])).toEqual(['cancelled', 'success']);
});

test('a group of the whole workflow makes a displaced run end without jobs', async () => {
  const lab = openLab({ '.github/workflows/ci.yml': grouped('thread', 'workflow') });
  const runs = await race(lab, 3);
  expect(runs.map((run) => [run.conclusion, run.jobs.length])).toEqual([
    ['success', 2],
    ['cancelled', 0],
    ['success', 2],
  ]);
});

test('names of groups ignore case and are shared by all workflows', async () => {
  const lab = openLab({
    '.github/workflows/a.yml': grouped('Thread-1'),
    '.github/workflows/b.yml': grouped('thread-1').replace('[push, issues]', 'issues'),
  });
  await lab.start();
  await until(() => lab.engine.runs[0]?.jobs[0]?.status === 'in_progress');
  await lab.start({ name: 'issues' });
  await until(() => lab.engine.runs[2]?.jobs[0]?.status === 'pending');
  expect(lab.engine.concurrencyGroups().map(({ name, pending }) => [name, pending.length])).toEqual([['Thread-1', 1]]);
  open(lab);
  await lab.engine.idle();
  expect(lab.engine.concurrencyGroups()).toEqual([]);
});

test('a job that its condition skips claims no group', async () => {
  const lab = openLab({
    '.github/workflows/ci.yml': grouped('thread').replace(
      'runs-on: x',
      "runs-on: x\n    if: github.event_name == 'push'",
    ),
  });
  await lab.start();
  await until(() => lab.engine.runs[0]?.jobs[0]?.status === 'in_progress');
  const [skipped] = await lab.start({ name: 'issues' });
  await until(() => skipped?.status === 'completed');
  expect(skipped && conclusions(skipped)).toEqual({ work: 'skipped', notify: 'success' });
  open(lab);
  await lab.engine.idle();
});

test('a calling job holds its group across all jobs that it calls', async () => {
  const order: string[] = [];
  const lab = openLab(
    {
      '.github/workflows/caller.yml': `
on: push
jobs:
  thread: { uses: ./.github/workflows/thread.yml, concurrency: { group: thread, queue: max } }
`,
      '.github/workflows/thread.yml': `
on: workflow_call
jobs:
  agent: { runs-on: x, steps: [{ run: sleep 0.05 }] }
  publish: { needs: agent, runs-on: x, steps: [{ run: 'true' }] }
`,
    },
    {
      options: {
        onProgress: (event) => {
          if (event.kind === 'job-started') order.push(`${event.run.number} ${event.job.name} ${event.job.group}`);
        },
      },
    },
  );
  await Promise.all([lab.start(), lab.start()]);
  await until(
    () => lab.engine.runs[1]?.jobs.some(({ name, status }) => name === 'thread' && status === 'pending') ?? false,
  );
  await lab.engine.idle();
  expect(order).toEqual([
    '1 thread / agent thread',
    '1 thread / publish thread',
    '2 thread / agent thread',
    '2 thread / publish thread',
  ]);
});

test('the same group in caller and callee is a deadlock that cancels the run', async () => {
  const run = await openLab({
    '.github/workflows/caller.yml': 'on: push\njobs: { a: { uses: ./.github/workflows/x.yml, concurrency: thread } }',
    '.github/workflows/x.yml':
      "on: workflow_call\nconcurrency: Thread\njobs: { b: { runs-on: x, steps: [{ run: 'true' }] } }",
  }).run();
  expect(run.conclusion).toBe('cancelled');
  expect(run.log).toContain("Canceling since a deadlock for concurrency group 'Thread' was detected");
});
