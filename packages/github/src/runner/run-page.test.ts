import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-page-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly log: string;
  readonly page: string;
  readonly timeline: string;
}

/** Runs the main of a small action in a process of its own. What it is given stands in its state directory before. */
async function action(body: string, given: { stored?: string; page?: string } = {}): Promise<Ended> {
  const [page, timeline] = [given.page ?? path.join(folder, 'page.md'), path.join(folder, 'timeline.json')];
  if (given.page === undefined) await writeFile(page, '');
  await rm(timeline, { force: true });
  if (given.stored !== undefined) await writeFile(timeline, given.stored);
  const source = (name: string) => path.join(import.meta.dirname, `${name}.ts`);
  const main = path.join(folder, 'main.ts');
  await writeFile(
    main,
    `import { runAction } from '${source('run-action')}';
     import { summary } from '${source('outputs')}';
     import { stateDirectory } from '${source('state-directory')}';
     import { Failure } from '${path.resolve(import.meta.dirname, '../../../core/src/index.ts')}';
     const directory = stateDirectory('${folder}');
     const run = { runUrl: 'https://github.com/octo-org/demo/actions/runs/500' };
     await runAction(async (page) => {${body}});`,
  );
  const env = { GITHUB_STEP_SUMMARY: page, GITHUB_OUTPUT: path.join(folder, 'output') };
  await writeFile(env.GITHUB_OUTPUT, '');
  const { stdout } = await promisify(execFile)(process.execPath, [main], { env }).catch((failed) => failed);
  const text = (file: string) => readFile(file, 'utf8').catch(() => '');
  return { log: stdout, page: await text(page), timeline: await text(timeline) };
}

const began = Date.UTC(2026, 2, 1, 10);
const earlier = JSON.stringify({ spans: [{ stage: 'route', from: began, to: began + 900, calls: 2 }] });
const begin = (draws: string) =>
  `page.begin({ run, stage: 'restore', directory, earlier: '${earlier}', draws: '${draws}' });`;

test('an action hands on what was told before it, and its own time', async () => {
  const { page, timeline } = await action(`${begin('if-it-fails')} await page.part('install', async () => {});`);
  expect(JSON.parse(timeline).spans.map(({ stage }: { stage: string }) => stage)).toEqual([
    'route',
    'restore',
    'install',
  ]);
  expect(page).toBe('');
});

test('one that draws at its end, or where it fails, draws all of it once', async () => {
  const { page } = await action(`${begin('always')} page.tell({ turns: [] });`);
  expect(page).toMatch(/^### ✅ Answered\n\n```mermaid\ngantt\n.* {4}route, 900 ms :.* {4}restore the session, /s);
  const failed = await action(
    `${begin('if-it-fails')} throw new Failure('quota', { what: 'It is used up.', fix: 'Wait.' });`,
  );
  expect(failed.page).toMatch(
    /^### ❌ Stopped: `quota`\n\nIt is used up\.\n\n\*\*Next step:\*\* Wait\.\n\n```mermaid\n.* :crit, /s,
  );
  expect(failed.page.match(/mermaid/g)).toHaveLength(1);
});

test('where a later action draws, one that fails says only why', async () => {
  const { page } = await action(
    `${begin('never')} throw new Failure('quota', { what: 'It is used up.', fix: 'Wait.' });`,
  );
  expect(page).toBe('### ❌ Stopped: `quota`\n\nIt is used up.\n\n**Next step:** Wait.\n');
});

test('what was told already is left on the page of the run by nobody else', async () => {
  const { log, page } = await action(
    `throw new Failure('quota', { what: 'It is used up\\n::error::twice.', fix: 'Wait.', told: true });`,
  );
  expect(log).toBe('It is used up ::error::twice. Wait.\n');
  expect(page).toContain('### ❌ Stopped: `quota`');
});

test('an error that nobody expected stands on the page with what to do', async () => {
  const { page } = await action(`throw new TypeError('x is undefined');`);
  expect(page).toMatch(/^### ❌ Stopped\n\n.*x is undefined\n\n\*\*Next step:\*\* Report it/);
});

test.each(['{', '[]', '{"spans":[{"stage":"x"}]}'])('times that cannot be read (%s) harm nothing', async (stored) => {
  const { log, page } = await action(`${begin('always')} page.tell({ turns: [] }); await page.timeline();`, { stored });
  expect(log).toBe('');
  expect(page).toContain('### ✅ Answered');
});

test('a runner without a page warns, and the action goes on', async () => {
  const { log, timeline } = await action(begin('always'), { page: path.join(folder, 'nowhere', 'page.md') });
  expect(log).toMatch(/^::warning::The job summary was not written: ENOENT/);
  expect(timeline).not.toBe('');
});

test('a page that is full stays as it is, and one that is nearly full keeps to the limit', async () => {
  const full = await action(`await summary('x'.repeat(999_990)); await summary('y'.repeat(2000)); await summary('z');`);
  expect(full.log).toContain('::warning::The job summary has no room left');
  expect((await stat(path.join(folder, 'page.md'))).size).toBeLessThan(1024 * 1024);
  expect(full.page).not.toContain('z');
});
