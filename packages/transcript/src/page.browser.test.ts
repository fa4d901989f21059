import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { redactor } from '@codex-worker/core';
import { chromium, findFaults, openBrowser, type TestBrowser } from '@codex-worker/lab/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderTranscript } from './render-transcript.ts';
import { ledgerOf, RolloutWriter, sampleRollout } from './rollout.fixture.ts';

const evil = `</style></pre></title>"><img src="https://example.com/beacon.png"><script>document.title='owned'</script><a href="javascript:document.title='owned'" onmouseover="document.title='owned'">x</a><meta http-equiv="refresh" content="0;url=https://example.com/"><link rel="stylesheet" href="https://example.com/a.css"><iframe src="https://example.com/"></iframe>`;
const long = `${'x'.repeat(3_000)} https://example.com/${'y'.repeat(2_000)}`;

function hostileRollout(): Buffer {
  const text = `${evil}\n\n![a](https://example.com/beacon.png)\n\n${long}\n\n| ${'wide | '.repeat(40)}\n|${'---|'.repeat(40)}\n| ${'cell | '.repeat(40)}\n\n\`\`\`ts\n${long}\n\`\`\``;
  return new RolloutWriter()
    .begin(text)
    .plan(['in_progress', `${evil}${long}`])
    .think(text)
    .run(`${evil} ${long}`, `${evil}\n${long}`, 1)
    .change({ [`${evil}/${long}.ts`]: { type: 'add', content: `${evil}\n${long}\n` } })
    .tokens(1000, 0, 10)
    .tokens(1000, 0, 10)
    .say(text)
    .end()
    .bytes();
}

function pageOf(rollout: Buffer, title: string): string {
  return renderTranscript({
    thread: { kind: 'issue', number: 12 },
    repository: 'octo-org/demo',
    title,
    address: 'https://github.com/octo-org/demo/issues/12',
    ledger: ledgerOf(rollout, [{}, {}, { outcome: 'failed', failure: 'quota' }]),
    rollout,
    redactor: redactor([]),
    run: undefined,
    madeAt: new Date('2026-11-23T12:00:00Z'),
  });
}

const views = [1280, 360].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })));

describe.runIf(chromium)('in a real browser', () => {
  let folder: string;
  let browser: TestBrowser;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'transcript-'));
    await writeFile(path.join(folder, 'sample.html'), pageOf(sampleRollout(), 'sum() adds up to the wrong number'));
    await writeFile(path.join(folder, 'hostile.html'), pageOf(hostileRollout(), `${evil} ${long}`));
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  /** Opens a page with all its folds, and notes what it asks for. */
  async function open(name: string, view: (typeof views)[number]) {
    const { page, errors } = await browser.open(view);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const address = pathToFileURL(path.join(folder, name)).href;
    await page.goto(address);
    await page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })");
    return { page, errors, others: requests.filter((request) => request !== address && !request.startsWith('data:')) };
  }

  test.each(views)(
    '$width px wide and $scheme: axe finds no fault, and nothing is wider than the page',
    async (view) => {
      const { page, errors, others } = await open('sample.html', view);
      expect(await findFaults(page, { all: true })).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(view.width);
      expect({ errors, others }).toEqual({ errors: [], others: [] });
    },
  );

  test.each(views)(
    '$width px wide and $scheme: what anybody wrote runs nothing, loads nothing and fits',
    async (view) => {
      const { page, errors, others } = await open('hostile.html', view);
      expect(await page.title()).toContain('<script>');
      expect(
        await page.evaluate(
          "document.querySelectorAll('script, img, iframe, [onmouseover], link[rel=stylesheet], meta[http-equiv=refresh]').length",
        ),
      ).toBe(0);
      expect(
        await page.evaluate(
          "[...document.querySelectorAll('a')].filter(({ protocol }) => !['https:', 'file:'].includes(protocol)).length",
        ),
      ).toBe(0);
      expect(await findFaults(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(view.width);
      expect({ errors, others }).toEqual({ errors: [], others: [] });
    },
  );

  test('the policy holds where the escaping would not: what is put in runs nothing and loads nothing', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const beacon = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const put = `<img src="${beacon}/picture"><link rel="stylesheet" href="${beacon}/style"><iframe src="${beacon}/frame"></iframe><script src="${beacon}/script"></script><script>document.title='owned'</script><style>body{display:none}</style>`;
    await writeFile(
      path.join(folder, 'broken.html'),
      pageOf(sampleRollout(), 'Title').replace('</main>', `${put}</main>`),
    );
    const { page } = await browser.open({ width: 1280, scheme: 'light' });
    await page.goto(pathToFileURL(path.join(folder, 'broken.html')).href);
    expect(await page.title()).not.toBe('owned');
    expect(await page.evaluate('getComputedStyle(document.body).display')).toBe('block');
    expect(asked).toEqual([]);
    server.close();
  });

  test('it is read without a script, by folds alone', async () => {
    const { page } = await browser.open({ width: 360, scheme: 'light', scripts: false });
    await page.goto(pathToFileURL(path.join(folder, 'sample.html')).href);
    const steps = page.locator('#turn-1 details.steps');
    expect(await steps.locator('li').first().isVisible()).toBe(false);
    await steps.locator('> summary').click();
    expect(await steps.locator('li').first().isVisible()).toBe(true);
  });
});
