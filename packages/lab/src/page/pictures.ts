// Takes the pictures of the README anew: npm run pictures. They show the demo story with the scripted model.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Octokit } from '@octokit/rest';
import { openBrowser, type View } from '../browser/open-browser.ts';
import { type Lab, productRoot, startLab } from '../lab.ts';

const folder = path.join(productRoot, 'docs/pictures');
const wide = { width: 1120, height: 760 } as const;
const phone = { width: 390, height: 780 } as const;
const place = { owner: 'octo-org', repo: 'demo' } as const;

await using lab = await startLab({
  port: 0,
  repo: undefined,
  modelUrl: undefined,
  live: false,
  secrets: new Map(),
  variables: new Map(),
});
await using browser = await openBrowser();
await mkdir(folder, { recursive: true });
await askInIssue(lab);
await picture('working', 'issues/1', { ...wide, scheme: 'light' }, '.at-work:has-text("codex-run")');
await lab.engine.idle();
for (const scheme of ['light', 'dark'] as const)
  await picture(`issue-${scheme}`, 'issues/1', { ...wide, scheme }, '.said');
await picture('phone', 'pull/2', { ...phone, scheme: 'light' }, '.said');
await picture('run', `actions/runs/${lab.engine.runs.at(-1)?.id}`, { ...wide, scheme: 'light' }, '.bars');

/** An issue with an answer, and a second request that is at work. */
async function askInIssue({ github, engine }: Lab): Promise<void> {
  const { rest } = new Octokit({ baseUrl: github.api, auth: github.tokens.owner });
  await rest.issues.create({
    ...place,
    title: 'Greet in other languages',
    body: 'What does greet.mjs do, and how could it greet in other languages? Do not change anything yet.',
  });
  await engine.idle();
  await rest.issues.createComment({
    ...place,
    issue_number: 1,
    body: 'Add a --lang option with Spanish and French, and test it.',
  });
}

/** The page as somebody sees it who comes to it, once it shows what the picture is about. */
async function picture(name: string, where: string, view: View, about: string): Promise<void> {
  const { page } = await browser.open(view);
  await page.goto(`${new URL(lab.page).origin}/octo-org/demo/${where}`);
  await page.locator(about).first().waitFor();
  // The fonts of systems differ. One that many have, where this machine has it.
  await page.evaluate(`document.documentElement.style.setProperty('--sans', 'Inter, system-ui, "Noto Color Emoji"')`);
  if (about.startsWith('.at-work')) await page.locator('.comment-form').scrollIntoViewIfNeeded();
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  process.stdout.write(`docs/pictures/${name}.png\n`);
  await page.close();
}
