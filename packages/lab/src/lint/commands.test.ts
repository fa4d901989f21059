import { expect, test } from 'vitest';
import { commandsOf } from './commands.ts';
import { markdownFiles, projectFile } from './project-files.ts';

/** A command as documents write it, and what runs it: a test, by words of it, or `.ci/run`, by what it calls. */
interface Proof {
  readonly command: RegExp;
  readonly file: string;
  readonly says: string;
}

const lab = 'packages/lab/src';
const cli = 'packages/cli/src';
const check = 'scripts/check.ts';
const typed = `${lab}/scenarios/typed-commands.test.ts`;

const proofs: readonly Proof[] = [
  // The lab's API: these lines are run as they stand.
  { command: /^(?:gh|curl) .*\$(?:R|API)\b/, file: typed, says: 'every command of docs/lab.md does what it says' },
  { command: /^gh\(\) \{/, file: typed, says: 'every command of docs/lab.md does what it says' },
  { command: /^node greet\.mjs Ada$/, file: typed, says: 'the commands of the demo repository are as its README says' },
  { command: /^npm run --silent lab\b/, file: typed, says: 'npm run lab serves, and prints one line of JSON' },
  {
    command: /^npm start(?: -- --once)?$/,
    file: `${lab}/scenarios/story.test.ts`,
    says: 'the story that npm start plays comes out as it was promised',
  },
  { command: /^npm start(?: -- --once)?$/, file: check, says: 'story' },
  // What changes nothing, or is told by what it would change.
  { command: /^npm run redteam\b/, file: check, says: "'redteam'" },
  { command: /^npm test$/, file: check, says: "command('npm', 'test')" },
  { command: /^npm run build$/, file: check, says: 'scripts/build.ts' },
  { command: /^npm run generate$/, file: check, says: 'scripts/generate.ts' },
  { command: /^npm run (?:lint|format)$/, file: check, says: "command('biome', 'check'" },
  { command: /^npm run typecheck$/, file: check, says: "'typecheck'" },
  { command: /^npm run knip$/, file: check, says: "command('knip'" },
  { command: /^node scripts\/with-tools\.mjs /, file: '.ci/run', says: 'node scripts/with-tools.mjs node' },
  { command: /^bash \.ci\/run$/, file: '.github/workflows/ci.yml', says: 'bash .ci/run' },
  // Of the long one, tests run a part.
  { command: /^npm run soak -- /, file: `${lab}/soak/soak.test.ts`, says: 'each step, moment and call is disturbed' },
  { command: /^npm run pictures$/, file: `${lab}/page/looks.test.ts`, says: 'each page has no fault that axe finds' },
  // The command for people, by npx from its package and from a checkout.
  { command: /^npx --package .* codex-worker init$/, file: `${cli}/packed.test.ts`, says: "npx('init'" },
  { command: /^npm pack$/, file: `${cli}/packed.test.ts`, says: "'npm', ['pack'" },
  { command: /\bcodex-worker(?: --)? init$/, file: `${cli}/packed.test.ts`, says: "npx('init'" },
  { command: /\bcodex-worker(?: --)? doctor\b/, file: `${cli}/packed.test.ts`, says: "npx('doctor')" },
  { command: /\bcodex-worker(?: --)? session open\b/, file: `${cli}/main.test.ts`, says: 'a session is described' },
  {
    command: /\bcodex-worker(?: --)? session open THREAD$/,
    file: `${cli}/session/download-bundle.test.ts`,
    says: 'the newest session of a thread is downloaded and opened',
  },
  {
    command: /\bcodex-worker(?: --)? lab\b/,
    file: `${cli}/lab/start-lab.test.ts`,
    says: 'from a checkout the lab starts',
  },
  {
    command: /\bcodex-worker(?: --)? replay EVENT\.json$/,
    file: `${cli}/replay/replay.test.ts`,
    says: 'an issue of a writer is run',
  },
  { command: /\bcodex-worker(?: --)? threads$/, file: `${cli}/threads/threads.test.ts`, says: 'test(' },
  { command: /\bcodex-worker(?: --)? --help$/, file: `${cli}/main.test.ts`, says: '--help' },
  // Those of npm itself.
  { command: /^npm install$/, file: 'scripts/with-tools.mjs', says: 'install' },
  { command: /^npx pnpm@[\d.]+ install$/, file: 'scripts/with-tools.mjs', says: 'install' },
];

/** Decisions, changes and measurements tell what was, not what to type. */
const documents = markdownFiles().filter(({ path }) => !/^docs\/adr\/|^bench\/|CHANGELOG/.test(path));
const commands = documents.flatMap(commandsOf);
const scripts: Readonly<Record<string, string>> = JSON.parse(projectFile('package.json').text).scripts;

test('every command that a document tells is known, and something runs it', () => {
  expect(commands.length).toBeGreaterThan(40);
  expect(commands.filter(({ command }) => !proofs.some((proof) => proof.command.test(command)))).toEqual([]);
});

test('each of them is still told, and what runs it is still there', () => {
  for (const { command, file, says } of proofs) {
    expect([command, commands.some((one) => command.test(one.command))]).toEqual([command, true]);
    expect([file, projectFile(file).text.includes(says)]).toEqual([file, true]);
  }
});

test('every script of npm that a document names is one', () => {
  const named = commands.flatMap(
    ({ command }) => /^(?:\S+=\S+ )?npm (?:run (?:--silent )?)?([\w-]+)/.exec(command)?.[1] ?? [],
  );
  const own = ['install', 'pack'];
  expect(named.filter((name) => scripts[name] === undefined && !own.includes(name))).toEqual([]);
});

test('a command that nobody runs is seen', () => {
  const text = 'Run `npm run nothing` here.\n\n```sh\ncd demo # into it\n# Only a comment\n```\n';
  expect(commandsOf({ path: 'a.md', text })).toEqual([
    { path: 'a.md', command: 'cd demo' },
    { path: 'a.md', command: 'npm run nothing' },
  ]);
});
