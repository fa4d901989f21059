// Takes the pictures of docs/sessions.md anew: npm run pictures.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { redactor } from '@codex-worker/core';
import { openBrowser } from '@codex-worker/lab/browser';
import { renderTranscript } from './render-transcript.ts';
import { ledgerOf, sampleRollout } from './rollout.fixture.ts';

const pictures = path.resolve(import.meta.dirname, '../../../docs/pictures');
const folder = await mkdtemp(path.join(tmpdir(), 'transcript-'));
const file = path.join(folder, 'page.html');
const rollout = sampleRollout();
await writeFile(
  file,
  renderTranscript({
    thread: { kind: 'issue', number: 12 },
    repository: 'octo-org/demo',
    title: 'sum() adds up to the wrong number',
    address: 'https://github.com/octo-org/demo/issues/12',
    ledger: ledgerOf(rollout, [{}, {}, { outcome: 'failed', failure: 'quota' }]),
    rollout,
    redactor: redactor([]),
    run: undefined,
    madeAt: new Date('2026-11-23T12:00:00Z'),
  }),
);
await using browser = await openBrowser();
await picture('transcript', { width: 960, height: 900, scheme: 'light' }, 0);
await picture('transcript-phone', { width: 390, height: 900, scheme: 'dark' }, '.step.change');
await rm(folder, { recursive: true });

/** The page from a place on, with the steps of its first turn open. */
async function picture(name: string, view: Parameters<typeof browser.open>[0], from: string | 0): Promise<void> {
  const { page } = await browser.open(view);
  await page.goto(pathToFileURL(file).href);
  if (from !== 0) {
    await page.locator('#turn-1 details.steps > summary').click();
    await page
      .locator(from)
      .first()
      .evaluate('(element) => window.scrollTo(0, element.offsetTop + element.offsetParent.offsetTop - 12)');
  }
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  process.stdout.write(`docs/pictures/${name}.png\n`);
}
