import { expect, test } from 'vitest';
import type { RunRecord } from '../run.ts';
import { jobOf, openScene, type Scene } from './scene.ts';

const summaryOf = (run: RunRecord, job: string): string => jobOf(run, job)?.summary ?? '';
const errorsIn = (run: RunRecord) =>
  run.jobs.flatMap(({ annotations }) => annotations.filter(({ level }) => level === 'error'));

/** Stages and sections of a chart, in order, without how long they took. */
const drawnIn = (summary: string): readonly string[] =>
  summary.split('\n').flatMap((line) => /^ {4}(section .*|.*?)(?:, [\d.]+ m?s :.*)?$/.exec(line)?.[1] ?? []);

/** Calls of the jobs of a run, as GitHub counts them. */
const callsOf = ({ lab }: Scene, { id }: RunRecord): number =>
  lab.github.requests.filter(({ token }) => token.kind === 'job' && token.runId === id).length;

test.concurrent('the page of a run has its times, its turns and what they came to', async () => {
  await using scene = await openScene();
  const title = 'x"]\n```\n@octo-org/admins <img src=x> | y';
  const issue = await scene.begin(title, 'write one.txt: 1');
  const pull = await scene.pullOf(issue);
  const run = scene.lastRun();
  const page = summaryOf(run, 'publish');
  expect(page).toMatch(new RegExp(`^### ✅ Answered · \\[issue-${issue}\\]\\(http://\\S+/issues/${issue}\\)\n`));
  expect(page).toMatch(
    /\n\| 1 \| \[issue-\d+\]\(\S+\) \| `olivia` \| answered \| `[\w.-]+` \| – \| [\d,]+(?:, about \$[\d.]+)? \| [\d.]+ s \| \[reply\]\(\S+#issuecomment-\d+\) \|\n/,
  );
  expect(page).toContain(`**Change:** pull request [#${pull.number}](`);
  expect(drawnIn(page).filter((name) => !name.startsWith('wait for '))).toEqual([
    'dateFormat x',
    'axisFormat %M:%S',
    'section route',
    'route',
    'section agent',
    'restore the session',
    'install Codex',
    `turn 1, issue-${issue}`,
    'persist the session',
    'section publish',
    'publish the change',
    'publish the replies',
  ]);
  expect(page).not.toMatch(/@octo-org|<img/);
  const [, before, after] = /\*\*GitHub API:\*\* (\d+) calls .*\*\*Pruned:\*\* .* for it: (\d+)\./s.exec(page) ?? [];
  expect(Number(before) + Number(after)).toBe(callsOf(scene, run));
  expect(summaryOf(run, 'route')).toMatch(/^\*\*Route:\*\* run, \[issue-\d+\]\(\S+\) of issue-\d+: [^\n]+\n$/);
  expect(summaryOf(run, 'agent')).toBe('');
  expect(errorsIn(run)).toEqual([]);
});

test.concurrent('a run that ignored its event says why, in one line', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('Mine', 'Explain');
  await scene.comments('stranger', issue, '@olivia `x` Do it');
  await scene.idle();
  expect(summaryOf(scene.lastRun(), 'route')).toMatch(/^\*\*Route:\*\* ignored: [^\n]*\bsam\b[^\n]*\.\n$/);
});

test.concurrent('a turn that failed is one error on the page, and the next step stands in the summary', async () => {
  const quota = { status: 429, code: 'insufficient_quota', message: 'You exceeded your current quota.' };
  await using scene = await openScene({ rules: [{ when: () => true, steps: [{ fail: quota }] }] });
  await scene.begin('Too much', 'Explain');
  const run = scene.lastRun();
  expect(errorsIn(run)).toMatchObject([{ title: 'Codex Worker: quota' }]);
  expect(summaryOf(run, 'agent')).toMatch(/^### ❌ Stopped: `quota`\n\n[^\n]+\n\n\*\*Next step:\*\* /);
  const page = summaryOf(run, 'publish');
  expect(page).toMatch(
    /^### ❌ Failed · \[issue-\d+\]\(\S+\)\n\n\*\*Next step:\*\* [^\n]+troubleshooting\.md#quota\)\n/,
  );
  expect(page).toContain('| failed: `quota` |');
  expect(page).toMatch(/ {4}turn 1, issue-\d+, [^\n]+ :crit, /);
});

test.concurrent('a run that finds nothing open says so', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('Slow', 'wait 1500\nwrite one.txt: 1');
  // Two at once: the first of their runs answers both.
  await Promise.all([scene.comments('owner', issue, 'first'), scene.comments('owner', issue, 'second')]);
  await scene.idle();
  const pages = scene.runs.map((run) => `${summaryOf(run, 'agent')}${summaryOf(run, 'publish')}`);
  expect(pages.filter((page) => page.startsWith('### 💤 Nothing to do'))).toHaveLength(1);
});
