import { expect, test } from 'vitest';
import { conclusions, openLab, said } from './fake-host.ts';

const files = {
  '.github/workflows/ci.yml': `
on: push
jobs:
  good: { runs-on: x, outputs: { word: '\${{ steps.s.outputs.word }}' }, steps: [{ id: s, run: 'echo "good $GITHUB_RUN_ATTEMPT"; echo "word=w$GITHUB_RUN_ATTEMPT" >> "$GITHUB_OUTPUT"' }] }
  shaky: { needs: good, runs-on: x, steps: [{ run: 'echo "shaky $GITHUB_RUN_ATTEMPT \${{ needs.good.outputs.word }} $GITHUB_ACTOR $GITHUB_TRIGGERING_ACTOR"; test "$GITHUB_RUN_ATTEMPT" = 2' }] }
`,
};

test('failed jobs are run again with the outputs of those that stand', async () => {
  const lab = openLab(files);
  const run = await lab.run();
  expect(conclusions(run)).toEqual({ good: 'success', shaky: 'failure' });
  expect(lab.engine.rerun(run.id, 'bob', true)).toBe(true);
  await lab.engine.idle();
  expect([run.attempt, run.triggeringActor, run.conclusion]).toEqual([2, 'bob', 'success']);
  expect(conclusions(run)).toEqual({ good: 'success', shaky: 'success' });
  expect(said(run, /^(good|shaky)/)).toEqual(['good 1', 'shaky 1 w1 alice alice', 'shaky 2 w1 alice bob']);
});

test('all jobs are run again when that is asked', async () => {
  const lab = openLab(files);
  const run = await lab.run();
  lab.engine.rerun(run.id, 'bob', false);
  await lab.engine.idle();
  expect(said(run, /^(good|shaky) 2/)).toEqual(['good 2', 'shaky 2 w2 alice bob']);
});

test('a run that is under way, unknown, or failed at startup is not run again', async () => {
  const lab = openLab({ '.github/workflows/ci.yml': 'on: push\njobs: 3' });
  const run = await lab.run();
  expect([lab.engine.rerun(run.id, 'bob', false), lab.engine.rerun(7, 'bob', false)]).toEqual([false, false]);
});
