import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productRoot } from '../lab.ts';
import type { Step } from '../model/rule.ts';
import { answersIn, openScene, type Scene } from './scene.ts';

const refuses = (status: number, code: string, message: string): readonly Step[] => [
  { fail: { status, code, message } },
];

interface Trouble {
  /** The prompt that meets it. */
  readonly title: string;
  readonly when: string;
  readonly steps: readonly Step[];
  readonly says: RegExp;
  /** Without a session, the next turn gets what was asked at first. */
  readonly session: boolean;
}

const troubles: readonly Trouble[] = [
  {
    title: 'Quota',
    when: 'the quota is used up',
    steps: refuses(429, 'insufficient_quota', 'You exceeded your current quota.'),
    says: /quota is used up.*Check the plan and the billing.*No session exists yet\. .* `\/codex retry`/s,
    session: false,
  },
  {
    title: 'Rate',
    when: 'the rate is limited',
    steps: refuses(429, 'rate_limit_exceeded', 'Slow down.'),
    says: /limits the rate.*Wait, then reply.*The session is kept\. Reply to go on, or comment `\/codex retry`/s,
    session: true,
  },
  {
    title: 'Key',
    when: 'the key is refused',
    steps: refuses(401, 'invalid_api_key', 'Incorrect API key provided.'),
    says: /refused the key.*Replace the secret `OPENAI_API_KEY`.*No session exists yet\. .* `\/codex retry`/s,
    session: false,
  },
  {
    title: 'Context',
    when: 'the conversation has become too long',
    steps: [{ failed: { code: 'context_length_exceeded', message: 'Your input exceeds the context window.' } }],
    says: /no longer fits into the model.*Codex compacts the conversation first.*The session is kept/s,
    session: true,
  },
  {
    title: 'Cut',
    when: 'the connection breaks',
    steps: [{ say: 'I begin', commentary: true }, { cut: true }],
    says: /could not be reached.*Reply to try again.*The session is kept/s,
    session: true,
  },
  {
    title: 'Unknown',
    when: 'the model does not exist',
    steps: refuses(404, 'model_not_found', "The model 'gpt-none' does not exist."),
    says: /gpt-none.*the input `model`, or comment `\/codex model <name>`.*The session is kept/s,
    session: true,
  },
];

let isMended = false;
let scene: Scene;
const issues = new Map<string, number>();
const issueOf = ({ title }: Trouble): number => issues.get(title) ?? 0;

beforeAll(async () => {
  const rules = troubles.map(({ title, steps }) => ({
    when: (prompt: string) => !isMended && prompt.startsWith(title),
    steps,
  }));
  scene = await openScene({ rules });
  for (const { title } of troubles) issues.set(title, await scene.opens('owner', title));
  await scene.idle();
});
afterAll(() => scene[Symbol.asyncDispose]());

test.each(troubles)('the thread is told once, with what is kept and what to do, when $when', async (trouble) => {
  const replies = await scene.replies(issueOf(trouble));
  expect(answersIn(replies)).toEqual([`issue-${issueOf(trouble)} failed`]);
  expect(replies[0]?.body).toMatch(/^\*\*Codex could not answer\.\*\* /);
  expect(replies[0]?.body).toMatch(trouble.says);
});

test('once it is mended, each thread goes on with the next comment, and what failed is not asked again unasked', async () => {
  isMended = true;
  const comments = new Map<string, number>();
  for (const [title, issue] of issues) comments.set(title, await scene.comments('owner', issue, 'go on'));
  await scene.idle();
  for (const trouble of troubles) {
    const issue = issueOf(trouble);
    const asked = comments.get(trouble.title);
    expect(answersIn(await scene.replies(issue))).toEqual([`issue-${issue} failed`, `comment-${asked} answered`]);
    const words = trouble.session
      ? 'You asked: go on'
      : `about issue #${issue}. It says:\n\n\`\`\`text\n${trouble.title}\n`;
    expect(await scene.lastReply(issue)).toContain(words);
  }
});

/** The example in one job: somebody's own pipeline, in which steps can be added and limited. */
async function openOwnPipeline(change: (text: string) => string): Promise<Scene> {
  const text = await readFile(path.join(productRoot, 'examples/single-job.yml'), 'utf8');
  return openScene({ callers: { 'codex.yml': change(text) } });
}

test.concurrent('a sandbox that cannot start is told with what to change on the runner, and no model is asked', async () => {
  // Codex asks the machine's own bwrap first what it can do.
  const step = `      - run: |
          mkdir "$RUNNER_TEMP/own"
          printf '%s\\n' '#!/bin/sh' '[ "$1" = --help ] && exec echo "--argv0 --perms --as-pid-1"' 'echo "bwrap: Creating new namespace failed: Operation not permitted" >&2' 'exit 1' > "$RUNNER_TEMP/own/bwrap"
          chmod +x "$RUNNER_TEMP/own/bwrap"
          echo "$RUNNER_TEMP/own" >> "$GITHUB_PATH"
`;
  await using own = await openOwnPipeline((text) => text.replace('      - id: restore\n', (restore) => step + restore));
  const issue = await own.begin('Shut in', 'write a.txt: 1');
  expect(answersIn(await own.replies(issue))).toEqual([`issue-${issue} failed`]);
  expect(await own.lastReply(issue)).toMatch(
    /sandbox \(workspace-write\) cannot start on this runner: bwrap.*kernel\.apparmor_restrict_unprivileged_userns=0.*No session exists yet/s,
  );
  expect(own.model.requests).toEqual([]);
});

test.concurrent('a step that a limit of its own stops is told so once, and its request is not asked again unasked', async () => {
  await using own = await openOwnPipeline((text) =>
    text.replace('      - id: run\n', '$&        timeout-minutes: 0.05\n'),
  );
  const issue = await own.begin('Short', 'hello\nwait 60000');
  expect(own.lastRun().conclusion).toBe('failure');
  expect(answersIn(await own.replies(issue))).toEqual([`issue-${issue} cancelled`]);
  expect(await own.lastReply(issue)).toMatch(
    /^\*\*Timed out\.\*\* .*in the step `.*codex-run.*`, by a `timeout-minutes` of that step\. The session up to then is kept.* Reply to go on/,
  );
});

test.concurrent('in one job, too, nothing is answered whose change could not be published: the next run does both', async () => {
  // The step that pushes is stopped in the first run alone.
  const limit = "$&        timeout-minutes: ${{ github.event_name == 'issues' && 0.0001 || 5 }}\n";
  await using own = await openOwnPipeline((text) => text.replace('      - id: propose\n', limit));
  const issue = await own.begin('Change', 'write a.txt: 1');
  expect(own.lastRun().conclusion).toBe('failure');
  expect(answersIn(await own.replies(issue))).not.toContain(`issue-${issue} answered`);
  await own.follow(issue, 'hello');
  expect(answersIn(await own.replies(issue))).toContain(`issue-${issue} answered`);
  const { branch } = await own.pullOf(issue);
  expect(await own.filesOf(branch)).toContain('a.txt');
});
