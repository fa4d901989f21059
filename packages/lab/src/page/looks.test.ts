import { describe, expect, test, vi } from 'vitest';
import { chromium, findFaults, openBrowser, type Page } from '../browser/open-browser.ts';
import { runRecord } from '../github/open-github.ts';
import { openPage, type TestPage } from './open-page.fixture.ts';

// A browser takes its time where other things run beside it.
vi.setConfig({ testTimeout: 60_000 });

const views = [
  { width: 1280, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
  { width: 390, scheme: 'light' },
  { width: 390, scheme: 'dark' },
] as const;

const long = `A-word-that-is-as-long-as-some-paths-are/${'very'.repeat(40)}`;
const body = `# A heading\n\n| a | table | ${'of many columns |'.repeat(12)}\n|${'---|'.repeat(14)}\n|${' cell |'.repeat(14)}\n\n- [x] done\n\n\`\`\`\n${'code '.repeat(60)}\n\`\`\`\n\n> quoted\n\n${long} #1 @wanda`;

/** A repository with something of everything, and where to see it. */
async function busyPlace(page: TestPage): Promise<readonly string[]> {
  await page.post('/issues', { title: `Greet in other languages, and ${long}`, body, labels: 'codex, help wanted' });
  await page.post('/threads/1/comments', { body });
  await page.post('/threads/1/reactions', { content: 'eyes' });
  const octokit = page.client(page.github.tokens.writer).rest;
  const place = { owner: 'octo-org', repo: 'demo' };
  const { data: main } = await octokit.git.getRef({ ...place, ref: 'heads/main' });
  const { sha } = main.object;
  await octokit.git.createRef({ ...place, ref: 'refs/heads/codex/issue-1', sha });
  const content = Buffer.from(`// ${long}\nconsole.log(2);\n`).toString('base64');
  await octokit.repos.createOrUpdateFileContents({
    ...place,
    branch: 'codex/issue-1',
    path: 'src/new.js',
    message: `Add ${long}`,
    content,
  });
  await octokit.pulls.create({ ...place, title: 'A change', head: 'codex/issue-1', base: 'main', body: 'Closes #1' });
  await page.post('/pull/2/line', { path: 'src/new.js', side: 'RIGHT', line: '1', body: 'Why?' });
  await page.post('/pull/2/reviews', { event: 'REQUEST_CHANGES', body: 'Not yet' });
  const at = '2026-11-22T10:00:00.000Z';
  const lines = [
    '##[group]Folded',
    'inside',
    '##[endgroup]',
    `plain ${long}`,
    '\u001b[31mred\u001b[0m',
    '##[error]It broke',
  ];
  const log = lines.map((line) => `agent\tRun Codex\t${at} ${line}\n`).join('');
  const run = runRecord(500, sha, { log, payload: { issue: { number: 1 } } });
  run.jobs[0]?.annotations.push({ level: 'error', title: 'No key', message: `Set OPENAI_API_KEY. ${long}` });
  if (run.jobs[0]) run.jobs[0].summary = body;
  page.runs.push(run, runRecord(600, sha, { number: 2, status: 'completed', conclusion: 'failure' }));
  return [
    ...[
      '/issues',
      '/issues?state=closed',
      '/issues/new',
      '/issues/1',
      '/issues/1?edit=issue-1',
      '/issues/1?edit=title',
    ],
    ...['/pulls', '/pull/2', '/pull/2/files', '/pull/2/files?line=src%2Fnew.js%3ARIGHT%3A2', '/commit/codex/issue-1'],
    ...['/tree/codex/issue-1', '/actions', '/actions/runs/500', '/actions/runs/500/job/501', '/actions/runs/600'],
    ...['/queue', '/people', '/nowhere'],
  ];
}

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** What is wrong with a page, by its path. */
async function judge(page: Page, path: string): Promise<object> {
  const [sideways, faults] = [await page.evaluate(overflow), await findFaults(page, { all: true })];
  return sideways === 0 && faults.length === 0 ? {} : { [path]: { sideways, faults } };
}

describe.runIf(chromium)('in a real browser', () => {
  for (const view of views)
    test(`each page has no fault that axe finds and none scrolls sideways: ${view.width} px, ${view.scheme}`, async () => {
      const place = await openPage();
      const paths = await busyPlace(place);
      await using browser = await openBrowser();
      const { page, errors } = await browser.open(view);
      const found = {};
      for (const path of paths) {
        await page.goto(`${place.github.api}/octo-org/demo${path}`);
        for (const fold of await page.locator('details.review > summary, details.change > summary').all())
          await fold.click();
        Object.assign(found, await judge(page, path));
      }
      expect(found).toEqual({});
      expect(errors.filter((error) => !error.includes('404'))).toEqual([]);
    });

  test('a page changes while one looks at it, and leaves alone what one types, opens and has in focus', async () => {
    const place = await openPage();
    await busyPlace(place);
    await using browser = await openBrowser();
    const { page } = await browser.open({ width: 1280, scheme: 'light' });
    await page.goto(`${place.github.api}/octo-org/demo/issues/1`);
    await page.getByLabel('Comment as').fill('A text that is not sent yet');
    await page.locator('#issue-1 .picker > summary').click();
    await place.post('/threads/1/comments', { body: 'Something new' });
    await page.getByText('Something new').waitFor();
    expect(await page.getByLabel('Comment as').inputValue()).toBe('A text that is not sent yet');
    expect(await page.locator('#issue-1 .picker').getAttribute('open')).toBe('');
    await page.getByText('comments, the last by olivia').waitFor({ state: 'attached' });
  });

  const waysUp = {
    'a wheel': (page: Page) => page.mouse.wheel(0, -10_000),
    'a key': (page: Page) => page.keyboard.press('Home'),
  };
  for (const [way, goUp] of Object.entries(waysUp))
    test(`a log is followed until somebody scrolls up with ${way}`, async () => {
      const place = await openPage();
      await busyPlace(place);
      const [run] = place.runs;
      await using browser = await openBrowser();
      const { page } = await browser.open({ width: 390, scheme: 'dark' });
      await page.goto(`${place.github.api}/octo-org/demo/actions/runs/500/job/501`);
      const grow = (word: string) => {
        if (run) run.log += `agent\tRun Codex\t2026-11-22T10:00:00.000Z ${word}\n`.repeat(80);
      };
      grow('more');
      await page.locator('.line', { hasText: 'more' }).nth(79).waitFor();
      await expect.poll(() => page.evaluate('scrollY')).toBeGreaterThan(500);
      await goUp(page);
      await expect.poll(() => page.evaluate('scrollY')).toBeLessThan(100);
      grow('again');
      await page.locator('.line', { hasText: 'again' }).nth(79).waitFor({ state: 'attached' });
      expect(await page.evaluate('scrollY < 100')).toBe(true);
      expect(await page.getByLabel('Follow the log').isChecked()).toBe(false);
    });

  test('everything is done without a script, too', async () => {
    const place = await openPage();
    await using browser = await openBrowser();
    const { page } = await browser.open({ width: 390, scheme: 'light', scripts: false });
    await page.goto(`${place.github.api}/`);
    await page.locator('#viewer > summary').click();
    await page.getByRole('button', { name: 'wanda writer' }).click();
    await page.getByRole('link', { name: 'New issue' }).click();
    await page.getByLabel('Title').fill('Without a script');
    await page.getByRole('button', { name: 'Open the issue as wanda' }).click();
    await page.getByRole('heading', { name: 'Without a script' }).waitFor();
  });

  test('a lab that has ended is told', async () => {
    const place = await openPage();
    await using browser = await openBrowser();
    const { page } = await browser.open({ width: 1280, scheme: 'light' });
    await page.goto(`${place.github.api}/`);
    await place.github.close();
    await page.getByText('The lab does not answer any more.').waitFor();
  });
});
