import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openLab, said, until } from './fake-host.ts';

/** A push workflow with one job of these steps. */
function steps(text: string, job = '', top = ''): Record<string, string> {
  const indented = text.replaceAll(/^/gm, '      ');
  return {
    '.github/workflows/ci.yml': `on: push\n${top}\njobs:\n  a:\n    runs-on: x\n${job}\n    steps:\n${indented}`,
  };
}

test('a failed step skips the rest, but for those whose condition names a status', async () => {
  const run = await openLab(
    steps(`
- { name: bad, run: exit 2 }
- { name: plain, run: 'true' }
- { name: on failure, if: failure(), run: 'true' }
- { name: at any rate, if: always(), run: 'true' }
- { name: on cancel, if: cancelled(), run: 'true' }`),
  ).run();
  const listed = run.jobs[0]?.steps.map(({ name, conclusion }) => [name, conclusion]);
  expect(listed).toEqual([
    ['Set up job', 'success'],
    ['bad', 'failure'],
    ['plain', 'skipped'],
    ['on failure', 'success'],
    ['at any rate', 'success'],
    ['on cancel', 'skipped'],
    ['Complete job', 'success'],
  ]);
  expect(run.jobs[0]?.annotations).toEqual([{ level: 'error', message: 'Process completed with exit code 2.' }]);
});

test('continue-on-error tells outcome from conclusion', async () => {
  const run = await openLab(
    steps(`
- { id: shaky, run: exit 1, continue-on-error: true }
- run: echo "\${{ steps.shaky.outcome }} then \${{ steps.shaky.conclusion }}"`),
  ).run();
  expect(run.conclusion).toBe('success');
  expect(said(run, /then/)).toEqual(['failure then success']);
});

test('env is set at four levels, the nearest wins, and GITHUB_ENV reaches later steps', async () => {
  const run = await openLab(
    steps(
      `
- run: echo "levels $TOP $JOB $STEP $BOTH"
  env: { STEP: three, BOTH: step }
- run: |
    echo "LATER=four" >> "$GITHUB_ENV"
    { echo 'LINES<<END'; echo one; echo two; echo END; } >> "$GITHUB_ENV"
- run: echo "later $LATER \${{ env.LATER }} $(echo "$LINES" | wc -l)"`,
      `    env: { JOB: "\${{ github.job }}-two", BOTH: job }`,
      'env: { TOP: one, BOTH: top }',
    ),
  ).run();
  expect(said(run, /^(levels|later)/)).toEqual(['levels one a-two three step', 'later four four 2']);
});

test('nothing of the machine is inherited that the options do not name', async () => {
  process.env['ENGINE_TEST_LEAK'] = 'leaked';
  const run = await openLab(steps('- run: echo "leak [$ENGINE_TEST_LEAK] $CI $GITHUB_ACTIONS"')).run();
  delete process.env['ENGINE_TEST_LEAK'];
  expect(said(run, /^leak/)).toEqual(['leak [] true true']);
});

test('GITHUB_PATH puts a folder first, and GITHUB_OUTPUT takes a heredoc', async () => {
  const run = await openLab(
    steps(`
- id: say
  run: |
    mkdir tools && printf '#!/bin/sh\\necho from tools' > tools/greet && chmod +x tools/greet
    echo "$PWD/tools" >> "$GITHUB_PATH"
    { echo 'text<<EOF_1'; echo 'a=b'; echo c; echo EOF_1; } >> "$GITHUB_OUTPUT"
- run: greet
- { run: 'printf "json %s" "$TEXT"', env: { TEXT: '\${{ toJSON(steps.say.outputs.text) }}' } }`),
  ).run();
  expect(said(run, /^(from|json)/)).toEqual(['from tools', 'json "a=b\\nc"']);
});

test('a malformed output file fails the step and says which line', async () => {
  const run = await openLab(steps('- run: echo "no equals sign" >> "$GITHUB_OUTPUT"')).run();
  expect(run.conclusion).toBe('failure');
  expect(run.jobs[0]?.annotations[0]?.message).toContain(
    "Unable to process file command 'output' successfully. Invalid format 'no equals sign'",
  );
});

test('the default shell ignores a broken pipe, and a shell named bash does not', async () => {
  const plain = await openLab(steps('- run: false | true')).run();
  const named = await openLab(steps('- { run: false | true, shell: bash }')).run();
  const byDefault = await openLab(steps('- run: false | true', '    defaults: { run: { shell: bash } }')).run();
  expect([plain.conclusion, named.conclusion, byDefault.conclusion]).toEqual(['success', 'failure', 'failure']);
});

test('a step runs in its working directory under the workspace', async () => {
  const run = await openLab(
    steps(`
- run: mkdir -p in/side && echo x > in/side/f
- { run: echo "in $(basename "$PWD") of $(basename "$GITHUB_WORKSPACE")", working-directory: in/side }
- run: test -n "\${{ hashFiles('in/**') }}" && test -z "\${{ hashFiles('out/**') }}"`),
  ).run();
  expect(said(run, /^in /)).toEqual(['in side of demo']);
  expect(run.conclusion).toBe('success');
});

test('a step that exceeds its timeout has failed', async () => {
  const run = await openLab(
    steps(`
- { name: slow, id: slow, run: exec sleep 20, timeout-minutes: 0.2, continue-on-error: true }
- run: echo "outcome \${{ steps.slow.outcome }}"`),
  ).run();
  expect(said(run, /^outcome/)).toEqual(['outcome failure']);
  expect(run.jobs[0]?.annotations[0]?.message).toBe("The action 'slow' has timed out after 0.2 minutes.");
});

test('a step that is told to stop gets SIGINT, then SIGTERM, and at last SIGKILL', async () => {
  // Slower than the other tests: a signal must find the process listening, and be heard before the next one.
  // The program itself: `node` on the PATH of a package's script is a shell script, which keeps signals to itself.
  const run = await openLab(
    steps(`
- name: stubborn
  timeout-minutes: 0.2
  shell: ${process.execPath} {0}
  run: |
    for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => console.log('heard ' + name));
    setInterval(() => {}, 1000);`),
    { options: { timeScale: 0.2 } },
  ).run();
  expect(said(run, /^heard/)).toEqual(['heard SIGINT', 'heard SIGTERM']);
  expect(run.conclusion).toBe('failure');
});

test('what a job leaves running is killed when it ends', async () => {
  const run = await openLab(steps('- run: sleep 60 > /dev/null 2>&1 & echo "left $!"')).run();
  const id = Number(said(run, /^left/)[0]?.split(' ')[1]);
  expect(id).toBeGreaterThan(0);
  // An exited process may stay as a zombie, which has no command line.
  await until(() => !existsSync(`/proc/${id}`) || readFileSync(`/proc/${id}/cmdline`, 'utf8') === '');
});

test('workflow commands become annotations; between stop-commands tokens they are text', async () => {
  const run = await openLab(
    steps(`
- run: |
    echo "::warning file=a.ts,line=3,title=Careful::two%0Alines"
    echo "::stop-commands::pause-1"
    echo "::error::not a command"
    echo "::pause-1::"
    echo "::notice::after"
    echo "::debug::hidden"`),
  ).run();
  expect(run.jobs[0]?.annotations).toEqual([
    { level: 'warning', message: 'two\nlines', title: 'Careful' },
    { level: 'notice', message: 'after' },
  ]);
  expect(said(run, /not a command/)).toEqual(['::error::not a command']);
  expect(said(run, /hidden/)).toEqual([]);
});

test('only ten annotations of a level are kept for a step', async () => {
  const run = await openLab(steps('- run: for i in $(seq 15); do echo "::warning::$i"; done')).run();
  expect(run.jobs[0]?.annotations).toHaveLength(10);
});

test('secrets, tokens and masked values never reach the log, whole, by line or in base64', async () => {
  const secret = 'first-line-of-key\nsecond-line-of-key';
  const run = await openLab(
    steps(`
- run: |
    echo "::add-mask::made-up-value"
    echo "shown made-up-value $TOKEN"
    echo "line second-line-of-key"
    printf %s "prefix:$KEY" | base64 -w0; echo
    echo "::error::with made-up-value"
  env: { KEY: '\${{ secrets.KEY }}', TOKEN: '\${{ github.token }}' }`),
    { secrets: { KEY: secret } },
  ).run();
  expect(said(run, /^(shown|line)/)).toEqual(['shown *** ***', 'line ***']);
  const inner = Buffer.from(secret).subarray(3, 24).toString('base64');
  expect(run.log).not.toContain(inner);
  expect(run.jobs[0]?.annotations[0]?.message).toBe('with ***');
});

test('an output that holds a secret is dropped', async () => {
  const run = await openLab(
    steps(
      `- { id: s, run: 'echo "v=\${{ secrets.KEY }}" >> "$GITHUB_OUTPUT"' }`,
      `    outputs: { v: "\${{ steps.s.outputs.v }}" }`,
    ),
    { secrets: { KEY: 'sk-123456' } },
  ).run();
  expect(run.jobs[0]?.outputs).toEqual({});
  expect(run.jobs[0]?.annotations[0]?.message).toBe("Skip output 'v' since it may contain secret.");
});

test('summaries are gathered, and one above a megabyte is refused', async () => {
  const run = await openLab(
    steps(`
- run: echo "# Report" >> "$GITHUB_STEP_SUMMARY"
- { run: 'head -c 1100000 /dev/zero | tr "\\0" x >> "$GITHUB_STEP_SUMMARY"', continue-on-error: true }`),
  ).run();
  expect(run.jobs[0]?.summary).toBe('# Report\n');
  expect(run.jobs[0]?.annotations[0]?.message).toContain('supports content up to a size of 1024k');
});

test('the variables and contexts of the runner are there, and the folders are gone afterwards', async () => {
  const run = await openLab(
    steps(`
- run: |
    echo "is $GITHUB_REPOSITORY $GITHUB_REPOSITORY_ID $GITHUB_REF_NAME $GITHUB_RUN_ATTEMPT $GITHUB_JOB $GITHUB_ACTION $GITHUB_WORKFLOW_REF"
    test -d "$RUNNER_TEMP" && test -d "$RUNNER_TOOL_CACHE" && test "$RUNNER_TEMP" = "\${{ runner.temp }}"
    test -z "$ACTIONS_RUNTIME_TOKEN$GITHUB_TOKEN"
    echo "file $(cat "$GITHUB_EVENT_PATH" | tr -d ' \\n')"
    echo "temp $RUNNER_TEMP"
    echo "own \${{ job.workflow_repository }} \${{ job.workflow_file_path }}"`),
  ).run({ payload: { pusher: 'alice' } });
  expect(run.conclusion).toBe('success');
  expect(said(run, /^(is|file|own) /)).toEqual([
    'is octo-org/demo 77 main 1 a __run octo-org/demo/.github/workflows/ci.yml@refs/heads/main',
    'file {"pusher":"alice"}',
    'own octo-org/demo .github/workflows/ci.yml',
  ]);
  expect(existsSync(said(run, /^temp /)[0]?.slice(5) ?? '/')).toBe(false);
});

test('a step that is named by its script names no secret', async () => {
  const run = await openLab(steps('- run: echo "${{ secrets.KEY }}"'), { secrets: { KEY: 'hidden-7' } }).run();
  expect(run.jobs[0]?.steps[1]?.name).toBe('Run echo "***"');
  expect(run.log).not.toContain('hidden-7');
});
