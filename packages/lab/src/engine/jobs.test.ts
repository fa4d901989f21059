import { expect, test } from 'vitest';
import { conclusions, openLab, said } from './fake-host.ts';

const file = '.github/workflows/ci.yml';

/** A push workflow with these jobs. */
function jobs(text: string): Record<string, string> {
  return { [file]: `on: push\njobs:\n${text}` };
}

test('a job waits for its needs, and reads their outputs and results', async () => {
  const run = await openLab(
    jobs(`
  first:
    runs-on: ubuntu-latest
    outputs: { word: '\${{ steps.say.outputs.word }}' }
    steps:
      - id: say
        run: echo "word=hello" >> "$GITHUB_OUTPUT"
  second:
    needs: first
    runs-on: ubuntu-latest
    steps:
      - run: echo "got \${{ needs.first.outputs.word }} after \${{ needs.first.result }}"
`),
  ).run();
  expect(run.conclusion).toBe('success');
  expect(said(run, /^got /)).toEqual(['got hello after success']);
});

test('a failed job skips what needs it, unless its condition names a status', async () => {
  const run = await openLab(
    jobs(`
  bad: { runs-on: x, steps: [{ run: exit 3 }] }
  plain: { needs: bad, runs-on: x, steps: [{ run: 'true' }] }
  after: { needs: bad, if: failure(), runs-on: x, steps: [{ run: 'true' }] }
  always: { needs: bad, if: always(), runs-on: x, steps: [{ run: 'true' }] }
  chained: { needs: always, runs-on: x, steps: [{ run: 'true' }] }
  grand: { needs: plain, if: failure(), runs-on: x, steps: [{ run: 'true' }] }
`),
  ).run();
  expect(run.conclusion).toBe('failure');
  expect(conclusions(run)).toEqual({
    bad: 'failure',
    plain: 'skipped',
    after: 'success',
    always: 'success',
    chained: 'skipped',
    grand: 'success',
  });
});

test('a job whose condition is false is skipped, and so is what needs it', async () => {
  const run = await openLab(
    jobs(`
  route: { if: "github.actor == 'bob'", runs-on: x, steps: [{ run: 'true' }] }
  agent: { needs: route, runs-on: x, steps: [{ run: 'true' }] }
`),
  ).run();
  expect(conclusions(run)).toEqual({ route: 'skipped', agent: 'skipped' });
  expect(run.conclusion).toBe('skipped');
});

test('a matrix runs a job for each combination, with includes and without excludes', async () => {
  const run = await openLab(
    jobs(`
  build:
    runs-on: x
    strategy:
      matrix:
        os: [linux, mac]
        node: [20, 24]
        exclude: [{ os: mac, node: 20 }]
        include: [{ os: mac, node: 24, fast: true }]
    steps: [{ run: 'echo "built \${{ matrix.os }} \${{ matrix.node }} \${{ matrix.fast }}"' }]
`),
  ).run();
  expect(said(run, /^built/).toSorted()).toEqual(['built linux 20 ', 'built linux 24 ', 'built mac 24 true']);
});

test.each([
  {
    what: 'no values',
    matrix: "{ n: '${{ fromJSON(''[]'') }}' }",
    says: "Matrix vector 'n' does not contain any values",
  },
  {
    what: 'nothing to include',
    matrix: "{ include: '${{ fromJSON(''[]'') }}' }",
    says: 'must define at least one vector',
  },
  { what: 'no mapping', matrix: "'${{ fromJSON(''[]'') }}'", says: 'A mapping was expected' },
  { what: 'too many', matrix: `{ a: [${Array(17).fill(1)}], b: [${Array(16).fill(1)}] }`, says: '272 combinations' },
])('a matrix with $what fails its job', async ({ matrix, says }) => {
  const steps = "[{ run: 'true' }]";
  const run = await openLab(jobs(`  leg: { strategy: { matrix: ${matrix} }, runs-on: x, steps: ${steps} }\n`)).run();
  expect([conclusions(run), run.conclusion]).toEqual([{ leg: 'failure' }, 'failure']);
  expect(run.jobs[0]?.annotations[0]?.message).toContain(says);
});

/** Three combinations, of which the first fails and the second takes its time. */
const legs = async (strategy: string, seconds: number) => {
  const steps = `[{ run: 'test \${{ matrix.n }} != 1 || exit 1; test \${{ matrix.n }} != 2 || exec sleep ${seconds}' }]`;
  const run = await openLab(
    jobs(`  leg: { strategy: { ${strategy}matrix: { n: [1, 2, 3] } }, runs-on: x, steps: ${steps} }\n`),
  ).run();
  return run.jobs.map(({ conclusion }) => conclusion);
};

test('a combination that fails ends the others, unless they are to go on', async () => {
  expect((await legs('', 60)).slice(0, 2)).toEqual(['failure', 'cancelled']);
  expect(await legs('fail-fast: false, ', 0)).toEqual(['failure', 'success', 'success']);
});

test('no more combinations run at once than the job wants', async () => {
  // The third waits for the first, and is not begun.
  expect(await legs('max-parallel: 1, ', 60)).toEqual(['failure', 'cancelled', 'cancelled']);
});

test('continue-on-error shows a job as failed and lets the run succeed', async () => {
  const run = await openLab(
    jobs(`
  shaky: { runs-on: x, continue-on-error: true, steps: [{ run: exit 1 }] }
  next: { needs: shaky, runs-on: x, steps: [{ run: 'true' }] }
`),
  ).run();
  expect(conclusions(run)).toEqual({ shaky: 'failure', next: 'success' });
  expect(run.conclusion).toBe('success');
});

test('a job that exceeds its timeout is cancelled, says so, and runs its always() steps', async () => {
  const run = await openLab(
    jobs(`
  slow:
    runs-on: x
    timeout-minutes: 0.2
    steps:
      - run: exec sleep 20
      - run: echo "cancelled \${{ job.status }}"
        if: cancelled()
      - run: echo never
`),
  ).run();
  const [job] = run.jobs;
  expect(job?.conclusion).toBe('cancelled');
  expect(job?.annotations.map(({ message }) => message)).toContain(
    'The job running on runner GitHub Actions 1 has exceeded the maximum execution time of 0.2 minutes.',
  );
  expect(said(run, /^cancelled/)).toEqual(['cancelled cancelled']);
  expect(said(run, /^never/)).toEqual([]);
  expect(run.conclusion).toBe('cancelled');
});

test('no more jobs run at once than there are machines', async () => {
  const starts: string[] = [];
  const step = (id: string) => `  ${id}: { runs-on: x, steps: [{ run: sleep 0.05 }] }\n`;
  const lab = openLab(jobs(['a', 'b', 'c'].map(step).join('')), {
    options: {
      concurrentJobs: 1,
      onProgress: (event) => {
        if (event.kind === 'job-started' || event.kind === 'job-ended') starts.push(event.kind);
      },
    },
  });
  await lab.run();
  expect(starts).toEqual(['job-started', 'job-ended', 'job-started', 'job-ended', 'job-started', 'job-ended']);
});

test('a job whose name cannot be evaluated keeps its id, and a broken condition fails the job with the reason', async () => {
  const run = await openLab(
    jobs(`
  parse: { if: "fromJSON('{')", runs-on: x, steps: [{ run: 'true' }] }
`),
  ).run();
  expect(conclusions(run)).toEqual({ parse: 'failure' });
  expect(run.jobs[0]?.annotations[0]?.message).toMatch(/JSON/i);
});
