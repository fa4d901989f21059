import { expect, test } from 'vitest';
import type { Outbox } from '../outbox/outbox.ts';
import { codeSpans } from '../reply/code-spans.ts';
import { aReply } from '../testing/index.ts';
import { compareUrl } from './compare-url.ts';
import { pullRequestBody } from './pull-request-body.ts';

const settings = {
  thread: { kind: 'issue', number: 12 },
  defaultBranch: 'main',
  repositoryUrl: 'https://github.com/octo-org/demo',
} as const;
const proposal = { branch: 'codex/issue-12/add-up', base: 'main', title: 'Add up', pushed: false, closes: 12 };
const about = { subjects: [], template: undefined };

const outboxOf = (text: string): Outbox => ({
  version: 2,
  thread: 'issue-12',
  run: 701,
  since: '',
  replies: [aReply('issue-12', { text })],
  proposal,
});

/** A body without its code. */
const proseOf = (body: string): string =>
  body
    .split('\n')
    .flatMap((line) => codeSpans(line, false).pieces)
    .map(({ isCode, text }) => (isCode ? '' : text))
    .join('\n');

test('a long answer that is cut within code mentions and closes nothing, and has its end below it', () => {
  for (let length = 19_970; length < 20_000; length += 1) {
    const body = pullRequestBody(
      outboxOf(`${'x'.repeat(length)} \`@octo-org/all fixes #9\` and more`),
      settings,
      about,
    );
    expect(proseOf(body)).not.toMatch(/@octo|fixes #9/);
    expect(body).toMatch(/\n\n---\n\nMade by Codex for issue #12\..*\n\nCloses #12$/);
  }
});

test('an answer of any length leaves room for a template, whatever it grows by when it is made harmless', () => {
  const template = 't'.repeat(50_000);
  for (const text of ['<!--\n'.repeat(30_000), '🚀'.repeat(30_000), `${'`'.repeat(19_000)}\nx`, '@'.repeat(60_000)]) {
    expect(pullRequestBody(outboxOf(text), settings, { subjects: [], template }).length).toBeLessThan(65_536);
  }
});

test('the address of the page to open it by hand has the end of the body, however long the text is', () => {
  const long = `${'y '.repeat(2000)}\`@octo-org/all fixes #9\` `.repeat(3);
  for (const template of [undefined, 'Checklist '.repeat(3000)]) {
    const url = new URL(compareUrl(outboxOf(long), settings, { subjects: [], template }));
    const body = url.searchParams.get('body') ?? '';
    expect(body).toContain('\n\nCloses #12');
    expect(proseOf(body)).not.toMatch(/@octo|fixes #9/);
    expect(url.href.length).toBeLessThanOrEqual(6000);
  }
});
