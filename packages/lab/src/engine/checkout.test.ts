import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLab, said, type TestLab } from './fake-host.ts';
import { serveGit } from './git-server.ts';

/** A lab whose git server has `octo-org/demo` with two commits on main, a branch `codex/fix` and an action. */
async function withRepository(steps: string) {
  const root = mkdtempSync(path.join(tmpdir(), 'checkout-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const work = path.join(root, 'work');
  mkdirSync(path.join(work, 'act'), { recursive: true });
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', work, '-c', 'user.name=Alice', '-c', 'user.email=alice@example.com', ...args], {
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet', '--initial-branch', 'main');
  writeFileSync(
    path.join(work, 'act', 'action.yml'),
    'name: act\ndescription: d\nruns: { using: node24, main: main.mjs }',
  );
  writeFileSync(path.join(work, 'act', 'main.mjs'), 'console.log("hosted action ran")');
  git('add', '.');
  git('commit', '--quiet', '-m', 'One');
  writeFileSync(path.join(work, 'file'), 'two');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Two');
  const sha = git('rev-parse', 'HEAD');
  git('branch', 'codex/fix', 'HEAD~1');
  execFileSync('git', ['clone', '--quiet', '--bare', work, path.join(root, 'octo-org', 'demo')]);
  let live: TestLab['live'] = new Set();
  const server = await serveGit(root, (token) => live.has(token));
  const lab = openLab(
    {
      '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps.replaceAll(/^/gm, '      ')}`,
    },
    { server },
  );
  live = lab.live;
  return lab.run({ sha });
}

test('checkout brings the commit of the event, one deep, on its branch', async () => {
  const run = await withRepository(`
- { id: co, uses: actions/checkout@v6 }
- run: |
    echo "is $(cat file) on $(git branch --show-current) with $(git rev-list --count HEAD)"
    test "$(git rev-parse HEAD)" = "$GITHUB_SHA" && test "\${{ steps.co.outputs.commit }}" = "$GITHUB_SHA"`);
  expect(said(run, /^is /)).toEqual(['is two on main with 1']);
  expect(run.conclusion).toBe('success');
});

test('checkout takes ref, path and fetch-depth', async () => {
  const run = await withRepository(`
- { uses: actions/checkout@v6, with: { ref: codex/fix, path: inner } }
- run: echo "is $(git -C inner log --format=%s) on $(git -C inner branch --show-current)"
- { uses: actions/checkout@v6, with: { fetch-depth: 0, path: deep } }
- run: echo "deep $(git -C deep rev-list --count HEAD) $(git -C deep branch -r | tr -d '\\n')"`);
  expect(said(run, /^(is|deep) /)).toEqual(['is One on codex/fix', 'deep 2   origin/codex/fix  origin/main']);
});

test('credentials stay for later steps, outside .git/config, and are gone when the job ends', async () => {
  const run = await withRepository(`
- uses: actions/checkout@v6
- run: git fetch --quiet origin codex/fix && echo "fetched"
- run: 'echo "in config: $(grep -ci "authorization" .git/config)"; true'`);
  expect(said(run, /^(fetched|in config)/)).toEqual(['fetched', 'in config: 0']);
  expect(run.jobs[0]?.steps.map(({ name }) => name)).toContain('Post Run actions/checkout@v6');
});

test('without persist-credentials nothing can be fetched afterwards', async () => {
  const run = await withRepository(`
- { uses: actions/checkout@v6, with: { persist-credentials: false } }
- run: 'GIT_TERMINAL_PROMPT=0 git fetch --quiet origin codex/fix || echo "refused"'
- run: 'echo "config $(git config --local --list | grep -ciE "extraheader|include")"; true'`);
  expect(said(run, /^(refused|config)/)).toEqual(['refused', 'config 0']);
});

test('a ref that does not exist fails the step with what git says', async () => {
  const run = await withRepository('- { uses: actions/checkout@v6, with: { ref: gone } }');
  expect(run.conclusion).toBe('failure');
  expect(run.jobs[0]?.annotations[0]?.message).toContain("couldn't find remote ref gone");
});

test('$/ in a workflow of the repository runs its action at the commit of the run, without a checkout', async () => {
  const run = await withRepository('- uses: $/act\n- run: test -z "$(ls)"');
  expect(said(run, /^hosted/)).toEqual(['hosted action ran']);
  expect(run.conclusion).toBe('success');
});

test('a path outside the workspace is refused', async () => {
  const run = await withRepository('- { uses: actions/checkout@v6, with: { path: ../../elsewhere } }');
  expect(run.jobs[0]?.annotations[0]?.message).toMatch(/^Repository path '.*' is not under '.*'$/);
});
