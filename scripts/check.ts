// Everything that CI checks, one line each. All run, also where one fails; then comes `N passed, N failed`.
//
//   node scripts/check.ts
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { chromiumForTests } from './chromium.ts';
import { withoutDigest } from './lockfile.ts';
import { readOrExit } from './misuse.ts';
import { staleFiles } from './stale-files.ts';

/** What a check came to: undefined when all is well, else what is not. */
type Finding = string | undefined;

interface Check {
  readonly name: string;
  run(): Promise<Finding>;
}

readOrExit(() => parseArgs());
const root = path.dirname(import.meta.dirname);
await using resources = new AsyncDisposableStack();
const scratch = await mkdtemp(path.join(tmpdir(), 'codex-worker-check-'));
resources.defer(() => rm(scratch, { recursive: true, force: true }));

const checks: readonly Check[] = [
  { name: 'tests', run: runTests },
  { name: 'dist/ and sbom.cdx.json are what the sources build to', run: distIsFresh },
  { name: 'generated files are fresh', run: () => command('node', 'scripts/generate.ts', '--check') },
  { name: 'format and lint', run: () => command('biome', 'check', '--error-on-warnings', '.') },
  { name: 'types', run: () => command('npm', 'run', '--silent', 'typecheck') },
  { name: 'nothing is unused', run: () => command('knip', '--no-progress') },
  { name: 'the lockfile names digests, and no server', run: lockfileNamesDigests },
  { name: 'the story ends well', run: playStory },
  { name: 'every attack is stopped, and by its defence', run: () => command('npm', 'run', '--silent', 'redteam') },
];

// Part of what turbo knows tests by: those that were skipped are not taken for passed once there is a browser.
const chromium = chromiumForTests();
if (chromium !== undefined) process.env['CHROMIUM'] = chromium;

// Vitest then fails where a golden file is missing, or a test is the only one: else it writes the file, or leaves out the rest.
process.env['CI'] ||= 'true';

let failed = 0;
for (const { name, run } of checks) {
  const began = performance.now();
  const finding = await run().catch((error: unknown) => (error instanceof Error ? String(error.stack) : String(error)));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (finding !== undefined) failed += 1;
  process.stdout.write(`${finding === undefined ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)\n`);
  if (finding !== undefined) process.stdout.write(`${indent(finding)}\n`);
}
const left: readonly string[] = [
  ...(chromium === undefined ? ['browser tests: this machine has no Chromium, and apt-get could not install it'] : []),
  ...(process.getuid?.() === 0 ? [] : ["tests of a user of Codex's own (safety: unprivileged-user): they take root"]),
];
for (const what of left) process.stdout.write(`skipped ${what}\n`);
const skipped = left.length > 0 ? `, ${left.length} skipped` : '';
process.stdout.write(`${checks.length - failed} passed, ${failed} failed${skipped}\n`);
process.exitCode = failed > 0 ? 1 : 0;

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '    ');
}

/** Runs a command in the project's folder; what it printed is the finding if it did not exit with 0. */
function command(program: string, ...args: readonly string[]): Promise<Finding> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    child.on('error', (error) => resolve(`${program} could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      const end = signal ? `It was ended by ${signal}.` : `It ended with exit code ${code}.`;
      resolve(code === 0 ? undefined : `${printed.trimEnd()}\n${[program, ...args].join(' ')}: ${end}`);
    });
  });
}

/** Which tests failed comes before all that they printed: a reader may get to see no more than the head of it. */
async function runTests(): Promise<Finding> {
  const printed = await command('npm', 'test');
  return printed === undefined ? undefined : `${failedTests(printed)}\n\nAll that they printed:\n${printed}`;
}

/** The head of each failure that Vitest tells; the last lines where it tells none. */
function failedTests(printed: string): string {
  const lines = stripVTControlCharacters(printed).split('\n');
  const failures = lines.flatMap((line, at) => (/ FAIL {2}\S/.test(line) ? [lines.slice(at, at + 6).join('\n')] : []));
  return (failures.length > 0 ? failures : lines.slice(-20)).join('\n');
}

/** Callers run dist/ as it is committed: it must be what the sources say, to the byte. So must be the list of what is in it. */
async function distIsFresh(): Promise<Finding> {
  const built = path.join(scratch, 'dist');
  const problem = await command('node', 'scripts/build.ts', '--out', built);
  if (problem !== undefined) return problem;
  const stale = [...(await staleFiles(built, path.join(root, 'dist')))];
  const [listed, held] = await Promise.all(
    [root, scratch].map((folder) => readFile(path.join(folder, 'sbom.cdx.json'))),
  );
  if (held === undefined || !listed?.equals(held)) stale.push('sbom.cdx.json');
  const advice = 'Run npm run build and commit dist/ and sbom.cdx.json.';
  return stale.length === 0 ? undefined : `Stale: ${stale.join(', ')}. ${advice}`;
}

async function lockfileNamesDigests(): Promise<Finding> {
  const suspect = withoutDigest(await readFile(path.join(root, 'pnpm-lock.yaml'), 'utf8'));
  return suspect.length === 0 ? undefined : `Known by something else than their digest: ${suspect.join(', ')}.`;
}

async function playStory(): Promise<Finding> {
  const file = path.join(scratch, 'report.json');
  const problem = await command('npm', 'run', '--silent', 'start', '--', '--once', '--report', file);
  if (problem !== undefined) return problem;
  const report: { readonly ok?: boolean } = JSON.parse(await readFile(file, 'utf8'));
  return report.ok === true
    ? undefined
    : `The report of the story does not say that it ended well:\n${JSON.stringify(report)}`;
}
