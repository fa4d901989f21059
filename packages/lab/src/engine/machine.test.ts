import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { conclusions, openLab, said, until } from './fake-host.ts';

/** A job that says when it runs, with a step, a child and a job after it that would clean up. */
const workflow = `on: push
jobs:
  work:
    runs-on: x
    steps:
      - name: long
        run: |
          trap 'echo signalled > "$HOME/signalled"' INT TERM
          sleep 60 &
          echo $! > "$HOME/child"
          wait
      - { name: clean, if: always(), run: echo cleaned }
  beside:
    runs-on: x
    steps:
      - run: until [ -e "$HOME/go" ]; do sleep 0.02; done
  notify:
    needs: [work, beside]
    if: always()
    runs-on: x
    steps:
      - run: echo "work is \${{ needs.work.result }}"
`;

test('a lost machine ends its job where it was: no signal, no later step, and the rest of the run goes on', async () => {
  const lab = openLab({ '.github/workflows/ci.yml': workflow });
  const [run] = await lab.start();
  const home = (file: string) => `${lab.home}/${file}`;
  await until(() => existsSync(home('child')) && run?.jobs.every(({ status }) => status === 'in_progress') === true);
  if (run === undefined) throw new Error('There is no run.');
  const work = run.jobs.find(({ name }) => name === 'work');
  expect(lab.engine.loseMachines(run.id, work?.id)).toBe(1);
  await until(() => work?.status === 'completed');
  writeFileSync(home('go'), '');
  await lab.engine.idle();

  expect(conclusions(run)).toEqual({ work: 'failure', beside: 'success', notify: 'success' });
  expect(said(run, /is failure|cleaned/)).toEqual(['work is failure']);
  expect(work?.steps.map(({ name, status, conclusion }) => [name, status, conclusion])).toEqual([
    ['Set up job', 'completed', 'success'],
    ['long', 'in_progress', null],
  ]);
  expect(work?.annotations).toMatchObject([{ message: expect.stringContaining('lost communication with the server') }]);
  expect(existsSync(home('signalled'))).toBe(false);
  expect(lab.live.size).toBe(0);
  expect(lab.engine.loseMachines(run.id)).toBe(0);
});
