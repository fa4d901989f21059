// Takes the pictures of the README anew: npm run pictures. They show the demo story with the scripted model.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Octokit } from '@octokit/rest';
import { openBrowser, type View } from '../browser/open-browser.ts';
import { type Lab, productRoot, startLab } from '../lab.ts';
import { demoRules } from '../model/demo-rules.ts';
import type { Rule, Step } from '../model/rule.ts';
import { startScriptedModel } from '../model/scripted-model.ts';

const folder = path.join(productRoot, 'docs/pictures');
const wide = { width: 1120, height: 760 } as const;
const phone = { width: 390, height: 780 } as const;
const place = { owner: 'octo-org', repo: 'demo' } as const;

/** The demo's model, but slow enough to tell how far it is. */
const unhurried: Rule = {
  when: /--lang option/,
  steps: (prompt) => [
    { plan: plan(0) },
    { run: 'cat greet.mjs' },
    { plan: plan(1) },
    { waitMs: 15_000 },
    ...stepsFor(prompt),
  ],
};

await using model = await startScriptedModel({ rules: [unhurried, ...demoRules] });
await using lab = await startLab({
  port: 0,
  repo: undefined,
  modelUrl: model.url,
  live: false,
  secrets: new Map(),
  variables: new Map(),
});
await using browser = await openBrowser();
await mkdir(folder, { recursive: true });
await askInIssue(lab);
await picture('working', 'issues/1', { ...wide, scheme: 'light' }, '.of-bot:has-text("Codex is working")');
await lab.engine.idle();
for (const scheme of ['light', 'dark'] as const)
  await picture(`issue-${scheme}`, 'issues/1', { ...wide, scheme }, '.said');
await picture('phone', 'pull/2', { ...phone, scheme: 'light' }, '.said');
await picture('run', `actions/runs/${lab.engine.runs.at(-1)?.id}`, { ...wide, scheme: 'light' }, '.bars');

function plan(done: number): readonly (readonly [string, boolean])[] {
  const steps = ['Read the program and its tests', 'Add the option with Spanish and French', 'Run the tests'];
  return steps.map((step, at) => [step, at < done] as const);
}

function stepsFor(prompt: string): readonly Step[] {
  const steps = demoRules.find(({ when }) => when instanceof RegExp && when.test(prompt))?.steps ?? [];
  return typeof steps === 'function' ? steps(prompt) : steps;
}

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
  if (name === 'working') await page.locator('.comment-form').scrollIntoViewIfNeeded();
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  process.stdout.write(`docs/pictures/${name}.png\n`);
  await page.close();
}
