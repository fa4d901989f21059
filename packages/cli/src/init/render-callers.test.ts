import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Choices, usual } from './choices.ts';
import { readTemplates } from './read-templates.ts';
import { renderCallers } from './render-callers.ts';

const templates = await readTemplates();
const render = (choices: Partial<Choices>) => renderCallers(templates, { ...usual, ...choices });
const sha = 'a'.repeat(40);

test('inputs stand in the call, above the secrets, and nothing else changes', () => {
  const [plain] = render({});
  const [file] = render({ trigger: 'mention', mention: '@octo: bot', model: 'gpt-6.1-sol', effort: 'high' });
  const added =
    "    with:\n      trigger: mention\n      mention: '@octo: bot'\n      model: gpt-6.1-sol\n      effort: high\n";
  expect(file?.text.replace(added, '')).toBe(plain?.text);
  expect(parse(file?.text ?? '').jobs.codex.with).toEqual({
    trigger: 'mention',
    mention: '@octo: bot',
    model: 'gpt-6.1-sol',
    effort: 'high',
  });
});

test('with a queue each call gets the inputs that it takes, beside those that it has', () => {
  const [file, ...more] = render({ queue: 'branch', label: 'agent', effort: 'low', sweeper: true });
  expect(more).toEqual([]);
  const { jobs } = parse(file?.text ?? '');
  expect(jobs.enqueue.with).toEqual({ queue: 'branch', 'issue-label': 'agent', effort: 'low' });
  expect(jobs.drain.with).toEqual({ 'issue-label': 'agent', effort: 'low' });
});

test('a sweeper and its caller trust each other’s sessions and obey the same inputs', () => {
  const files = render({ sweeper: true, pullRequest: 'never' });
  expect(files.map(({ path }) => path)).toEqual(['.github/workflows/codex.yml', '.github/workflows/sweeper.yml']);
  for (const { text } of files) {
    const [job] = Object.values<{ with: object }>(parse(text).jobs);
    expect(job?.with).toEqual({ workflows: 'codex.yml, sweeper.yml', 'pull-request': 'never' });
  }
});

test('a release keeps the note for linters, a commit needs none', () => {
  const line = (ref: string) => /^ +uses: (.*)$/m.exec(render({ ref })[0]?.text ?? '')?.[1];
  const call = 'codex-worker/codex-worker/.github/workflows/codex-worker.yml';
  expect(line('v1.2')).toBe(`${call}@v1.2 # zizmor: ignore[unpinned-uses] v1.2 takes fixes by itself`);
  expect(line(sha)).toBe(`${call}@${sha}`);
});

test('no text of a choice gets out of its input', () => {
  const label = "x'\n  evil: #";
  const [file] = render({ label: label.replace('\n', ' '), model: '"]}, *a' });
  expect(parse(file?.text ?? '').jobs.codex.with).toEqual({ 'issue-label': "x'   evil: #", model: '"]}, *a' });
});
