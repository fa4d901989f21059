import { expect, test } from 'vitest';
import { conclusions, openLab, said, type TestLab, until } from './fake-host.ts';

/** A push workflow with these jobs. */
function jobs(text: string): Record<string, string> {
  return { '.github/workflows/ci.yml': `on: push\njobs:\n${text}` };
}

/** Starts a run and waits until its log has this. */
async function startUntil(lab: TestLab, pattern: RegExp) {
  const [run] = await lab.start();
  if (run === undefined) throw new Error('The event made no run.');
  await until(() => said(run, pattern).length > 0);
  return run;
}

const traps = `trap 'echo heard SIGINT; exit 0' INT; echo started; while true; do sleep 0.01; done`;

test('a cancelled run signals its step, runs what asks for it, and cancels jobs that have not started', async () => {
  const lab = openLab(
    jobs(`
  work:
    runs-on: x
    steps:
      - { name: long, id: long, run: "${traps}" }
      - run: echo never
      - { if: always(), run: 'echo "always \${{ steps.long.outcome }} \${{ job.status }}"' }
      - { if: cancelled(), run: echo "on cancel" }
  next: { needs: work, runs-on: x, steps: [{ run: 'true' }] }
  notify: { needs: work, if: always(), runs-on: x, steps: [{ run: 'echo "notify \${{ needs.work.result }}"' }] }
`),
    { options: { timeScale: 0.1 } },
  );
  const run = await startUntil(lab, /^started/);
  expect(lab.engine.cancel(run.id, false)).toBe(true);
  await lab.engine.idle();
  expect(run.conclusion).toBe('cancelled');
  expect(conclusions(run)).toEqual({ work: 'cancelled', next: 'cancelled', notify: 'success' });
  expect(said(run, /^(heard|never|always|on cancel|notify)/)).toEqual([
    'heard SIGINT',
    'always cancelled cancelled',
    'on cancel',
    'notify cancelled',
  ]);
  expect(lab.engine.cancel(run.id, false)).toBe(false);
});

test('a running step whose own condition is always() is not signalled', async () => {
  const lab = openLab(
    jobs('  work: { runs-on: x, steps: [{ if: always(), run: echo started; sleep 0.2; echo finished }] }\n'),
  );
  const run = await startUntil(lab, /^started/);
  lab.engine.cancel(run.id, false);
  await lab.engine.idle();
  expect(said(run, /^finished/)).toEqual(['finished']);
  expect(conclusions(run)).toEqual({ work: 'cancelled' });
});

test('a child of the step does not hear the signal, and ends with the job', async () => {
  const lab = openLab(
    jobs(`
  work:
    runs-on: x
    steps:
      - shell: node {0}
        run: |
          const { spawn } = require('node:child_process');
          spawn('bash', ['-c', 'trap "echo child heard" INT TERM; echo started; while true; do sleep 0.01; done'], { stdio: 'inherit' });
      - { if: cancelled(), run: sleep 0.1 }
`),
  );
  const run = await startUntil(lab, /^started/);
  lab.engine.cancel(run.id, false);
  await lab.engine.idle();
  expect(said(run, /^child heard/)).toEqual([]);
  expect(said(run, /^Terminated \d+ orphan/)).toHaveLength(1);
});

test('posts run after a cancellation', async () => {
  const lab = openLab(
    jobs(
      '  work: { runs-on: x, steps: [{ uses: a/codex-worker/actions/one@v1 }, { run: echo started; exec sleep 9 }] }\n',
    ),
    {
      product: {
        'actions/one/action.yml': 'name: one\ndescription: d\nruns: { using: node24, main: main.mjs, post: post.mjs }',
        'actions/one/main.mjs': '',
        'actions/one/post.mjs': 'console.log("post ran")',
      },
    },
  );
  const run = await startUntil(lab, /^started/);
  lab.engine.cancel(run.id, false);
  await lab.engine.idle();
  expect(said(run, /^post/)).toEqual(['post ran']);
});

test('a forced cancellation ends all at once: no always(), no post, no next job', async () => {
  const lab = openLab(
    jobs(`
  work: { runs-on: x, steps: [{ run: "trap '' INT TERM; echo started; while true; do sleep 0.01; done" }, { if: always(), run: echo always }] }
  notify: { needs: work, if: always(), runs-on: x, steps: [{ run: echo notify }] }
`),
    { options: { timeScale: 1 } },
  );
  const run = await startUntil(lab, /^started/);
  lab.engine.cancel(run.id, true);
  await lab.engine.idle();
  expect(conclusions(run)).toEqual({ work: 'cancelled', notify: 'cancelled' });
  expect(said(run, /^(always|notify)/)).toEqual([]);
});

test('a forced cancellation overtakes a polite one', async () => {
  const lab = openLab(jobs('  work: { runs-on: x, steps: [{ if: always(), run: echo started; exec sleep 60 }] }\n'), {
    options: { timeScale: 1 },
  });
  const run = await startUntil(lab, /^started/);
  lab.engine.cancel(run.id, false);
  lab.engine.cancel(run.id, true);
  await lab.engine.idle();
  expect(run.conclusion).toBe('cancelled');
});

test('a job that is cancelled while it waits for a group never gets a machine', async () => {
  const lab = openLab(
    jobs('  work: { runs-on: x, concurrency: thread, steps: [{ run: echo started; exec sleep 60 }] }\n'),
  );
  const first = await startUntil(lab, /^started/);
  const [second] = await lab.start();
  await until(() => second?.jobs[0]?.status === 'pending');
  lab.engine.cancel(second?.id ?? 0, false);
  await until(() => second?.status === 'completed');
  expect([second?.conclusion, second?.jobs[0]?.conclusion, second?.jobs[0]?.steps.length]).toEqual([
    'cancelled',
    'cancelled',
    0,
  ]);
  lab.engine.cancel(first.id, false);
  await lab.engine.idle();
});

test('a cancelled call cancels the jobs inside, and an always() job outside runs', async () => {
  const lab = openLab({
    '.github/workflows/caller.yml': `
on: push
jobs:
  thread: { uses: ./.github/workflows/thread.yml }
  notify: { needs: thread, if: always(), runs-on: x, steps: [{ run: 'echo "thread \${{ needs.thread.result }}"' }] }
`,
    '.github/workflows/thread.yml': `
on: workflow_call
jobs:
  agent: { runs-on: x, steps: [{ run: echo started; exec sleep 60 }] }
  publish: { needs: agent, runs-on: x, steps: [{ run: 'true' }] }
`,
  });
  const run = await startUntil(lab, /^started/);
  lab.engine.cancel(run.id, false);
  await lab.engine.idle();
  expect(conclusions(run)).toEqual({
    'thread / agent': 'cancelled',
    'thread / publish': 'cancelled',
    notify: 'success',
  });
  expect(said(run, /^thread/)).toEqual(['thread cancelled']);
});

test('what cleans up too long after a cancellation is ended', async () => {
  const lab = openLab(
    jobs(
      '  work: { runs-on: x, steps: [{ run: echo started; exec sleep 60 }, { if: always(), run: exec sleep 60 }] }\n',
    ),
    {
      options: { timeScale: 0.0005 },
    },
  );
  const run = await startUntil(lab, /^started/);
  lab.engine.cancel(run.id, false);
  await lab.engine.idle();
  expect(conclusions(run)).toEqual({ work: 'cancelled' });
});

test('a run that is cancelled while its machine is prepared runs no step', async () => {
  const lab = openLab(jobs('  work: { runs-on: x, steps: [{ run: echo ran }] }\n'));
  const [run] = await lab.start();
  lab.engine.cancel(run?.id ?? 0, false);
  await lab.engine.idle();
  expect(run && conclusions(run)).toEqual({ work: 'cancelled' });
  expect(run && said(run, /^ran/)).toEqual([]);
});
