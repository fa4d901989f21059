import { randomUUID } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as v from 'valibot';
import { afterAll, expect, test } from 'vitest';
import { replayShape } from '../json-shapes.fixture.ts';
import { labRepository } from '../lab-repository.fixture.ts';
import { Misuse } from '../misuse.ts';
import { productFile } from '../product-file.ts';
import { scratchFolder } from '../scratch-repository.fixture.ts';
import { testTerminal } from '../testing-terminal.fixture.ts';
import { replay } from './replay.ts';
import { readReplay } from './replay-command-line.ts';

const folder = await scratchFolder(afterAll);

interface Example {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}
// One large JSON file.
const recorded: readonly Example[] = createRequire(import.meta.url)('@octokit/webhooks-examples');

const alice = { login: 'alice', id: 5, type: 'User' };
const issue = {
  number: 12,
  title: 'Add up',
  body: 'Make sum() add up.',
  user: alice,
  labels: [],
  author_association: 'MEMBER',
  created_at: '2026-03-01T10:00:00Z',
};
const repository = { full_name: 'octo-org/demo', html_url: 'https://github.com/octo-org/demo', default_branch: 'main' };
const opened = { action: 'opened', issue, repository, sender: alice };
const said = { id: 9911, body: 'Go on', user: alice, author_association: 'MEMBER', created_at: '2026-03-01T11:00:00Z' };
const commented = { action: 'created', issue, comment: said, repository, sender: alice };
const ofPull = { ...commented, issue: { ...issue, pull_request: {} } };
const pull = {
  ...issue,
  head: { ref: 'codex/issue-1/add', sha: 'a'.repeat(40), repo: { full_name: 'octo-org/demo' } },
  base: { ref: 'main' },
};
const reviewed = { action: 'submitted', review: { id: 77, body: '', user: alice }, pull_request: pull, repository };

async function write(text: string, name = `${randomUUID()}.json`): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

async function replayed(payload: unknown, args: readonly string[] = ['--offline'], env: NodeJS.ProcessEnv = {}) {
  const file = await write(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const order = readReplay([file, ...args]);
  if (order.kind !== 'replay') throw new Error('This asks for help.');
  const terminal = testTerminal(env);
  const code = await replay(order, folder, terminal);
  return { code, printed: terminal.printed() };
}

async function verdictOn(payload: unknown, args: readonly string[] = ['--offline'], env: NodeJS.ProcessEnv = {}) {
  const { code, printed } = await replayed(payload, ['--json', ...args], env);
  const verdict = v.parse(replayShape, JSON.parse(printed));
  expect(code).toBe(verdict.saidNo === null ? 0 : 1);
  return verdict;
}

test('an issue of a writer is run: what is shown', async () => {
  const { code, printed } = await replayed(opened, ['--offline', '--permission', 'alice=write']);
  expect(code).toBe(0);
  expect(printed).toMatchInlineSnapshot(`
    "run: alice has write permission

      event       issues.opened
      repository  octo-org/demo
      thread      issue-12
      request     issue-12 by alice
      standing    alice has write permission: may ask
      begins      a new session, on main

    It would
      leave 👀 on issue-12

    Assumed
      - the inputs have their defaults: no workflow here calls the worker (--workflow)
    "
  `);
});

test('an event that starts nothing: what is shown', async () => {
  const { code, printed } = await replayed(commented, ['--offline', '--permission', 'read']);
  expect(code).toBe(1);
  expect(printed).toMatchInlineSnapshot(`
    "ignore: alice has read permission, and write is needed

      said no     the standing of who asked (inputs minimum-permission, allow-users, allow-bots)
      event       issue_comment.created
      repository  octo-org/demo
      request     comment-9911 by alice
      standing    alice has read permission, and write is needed

    Assumed
      - the inputs have their defaults: no workflow here calls the worker (--workflow)
    "
  `);
});

const rows = [
  { when: 'somebody may only read', args: ['--permission', 'read'], says: { decision: 'ignore', saidNo: 'standing' } },
  {
    when: 'only a mention asks',
    args: ['--input', 'trigger=mention'],
    says: { decision: 'ignore', saidNo: 'trigger' },
  },
  {
    when: 'only issues with a label are threads',
    args: ['--input', 'issue-label=codex'],
    says: { decision: 'ignore', saidNo: 'filter', reason: '#12 does not have the label "codex"' },
  },
  { when: 'the queue takes requests', args: ['--input', 'queue=branch'], says: { decision: 'enqueue', saidNo: null } },
  {
    when: 'turns are limited to none an hour for others',
    args: ['--input', 'turns-per-hour=1'],
    says: { decision: 'run', assumed: expect.arrayContaining(['no turn was taken lately']) },
  },
  {
    when: 'the conversation is locked',
    event: { ...opened, issue: { ...issue, locked: true } },
    says: { decision: 'refuse', saidNo: 'thread-locked', thread: 'issue-12', would: [{ kind: 'comment' }] },
  },
  {
    when: 'a star is given',
    event: { action: 'created', repository },
    args: ['--event', 'star'],
    says: { saidNo: 'event' },
  },
  {
    when: 'a comment in an issue of a reader goes on with nothing',
    event: { ...commented, issue: { ...issue, user: { ...alice, login: 'rita' }, author_association: 'NONE' } },
    says: { saidNo: 'thread', assumed: expect.arrayContaining([expect.stringContaining('never asked in #12')]) },
  },
  {
    when: 'the worker was asked there before',
    event: { ...commented, issue: { ...issue, user: { ...alice, login: 'rita' }, author_association: 'NONE' } },
    args: ['--thread', 'yes'],
    says: { decision: 'run', requestId: 'comment-9911', route: { start: 'continue' } },
  },
  {
    when: 'a steering word is answered at once',
    event: { ...commented, comment: { ...said, body: '/codex help' } },
    says: { decision: 'command', would: [{ kind: 'comment', thread: 'issue-12' }] },
  },
  {
    when: 'a comment on a pull request of the worker',
    event: ofPull,
    args: ['--head', 'codex/issue-1/add'],
    says: { decision: 'run', thread: 'pr-12', route: { ref: 'codex/issue-1/add', fork: false } },
  },
  {
    when: 'a comment on a pull request that the worker did not make',
    event: ofPull,
    args: ['--head', 'feature'],
    says: { decision: 'ignore', saidNo: 'thread' },
  },
  {
    when: 'a fork where forks are refused',
    event: { ...ofPull, comment: { ...said, body: '@codex look' } },
    args: ['--head', 'mallory:feature', '--input', 'forks=refuse'],
    says: { decision: 'refuse', saidNo: 'fork-refused' },
  },
  {
    when: 'a fork is read',
    event: { ...ofPull, comment: { ...said, body: '@codex look' } },
    args: ['--head', 'mallory:feature'],
    says: { decision: 'run', route: { fork: true } },
  },
  {
    when: 'a review of comments alone, which nobody tells',
    event: reviewed,
    says: { decision: 'ignore', saidNo: 'thread', reason: 'review 77 says nothing' },
  },
  {
    when: 'somebody edits the words of a reader',
    event: {
      ...commented,
      action: 'edited',
      changes: { body: { from: 'Stay' } },
      comment: { ...said, user: { ...alice, login: 'rita' }, author_association: 'NONE' },
    },
    says: { decision: 'ignore', saidNo: 'standing' },
  },
  {
    when: 'a run by hand',
    event: { inputs: { prompt: 'Add up' }, workflow: 'codex.yml', repository, sender: alice },
    args: ['--permission', 'write'],
    says: { decision: 'run', thread: null, would: [{ kind: 'open-issue', text: 'Add up' }, { kind: 'eyes' }] },
  },
  {
    when: 'a workflow asks by itself on a schedule',
    event: { schedule: '0 5 * * 1', repository },
    args: ['--input', 'prompt=Tidy up', '--actor', 'olivia', '--permission', 'write'],
    says: { decision: 'run', asker: 'olivia', would: [{ kind: 'open-issue', text: 'Tidy up' }, { kind: 'eyes' }] },
  },
  {
    when: 'a schedule without a prompt',
    event: { schedule: '0 5 * * 1', repository },
    says: { decision: 'ignore', saidNo: 'event' },
  },
  {
    when: 'a run of another workflow failed',
    event: {
      action: 'completed',
      workflow_run: {
        ...{ id: 7, name: 'CI', path: 'ci.yml', html_url: 'u', conclusion: 'failure', head_sha: 'a'.repeat(40) },
        ...{ actor: alice, head_repository: { id: 77 }, pull_requests: [{ number: 34, base: { repo: { id: 77 } } }] },
      },
      repository: { ...repository, id: 77 },
      sender: alice,
    },
    args: ['--input', 'prompt=Mend it', '--permission', 'write'],
    says: { decision: 'run', thread: 'pr-34', event: { name: 'workflow_run' } },
  },
  {
    when: 'the context of a run, as toJSON(github) prints it',
    event: { event_name: 'issues', event: opened, token: '***' },
    says: { decision: 'run', event: { name: 'issues', action: 'opened' } },
  },
] as const;

test.each(rows)('$when', async (row) => {
  const verdict = await verdictOn('event' in row ? row.event : opened, [
    '--offline',
    ...('args' in row ? row.args : []),
  ]);
  expect(verdict).toMatchObject(row.says);
});

test('what would be said is said with the sentences of the team', async () => {
  const locked = { ...opened, issue: { ...issue, locked: true } };
  const texts = JSON.stringify({ threadLocked: 'Gesperrt: {reason}. {fix}' });
  const { would } = await verdictOn(locked, ['--offline', '--input', `texts=${texts}`]);
  expect(would).toEqual([{ kind: 'comment', thread: 'issue-12', text: expect.stringContaining('Gesperrt: #12') }]);
});

test('facts come from a file, too', async () => {
  const facts = { permissions: { Alice: 'write' }, reviews: { 77: { text: '', comments: ['Why?', 'How?'] } } };
  const file = await write(JSON.stringify(facts), 'facts.json');
  const verdict = await verdictOn(reviewed, ['--offline', '--facts', file]);
  expect(verdict).toMatchObject({ decision: 'run', requestId: 'review-77', thread: 'pr-12' });
  expect(verdict.assumed.join()).not.toContain('permission');
});

const caller = await productFile('examples/codex.yml');
const withInputs = (inputs: string) => caller.replace('    secrets:\n', `    with:\n${inputs}    secrets:\n`);

test('inputs are those of the workflow; an expression is not guessed', async () => {
  const inputs = '      issue-label: codex\n      mention: ${{ vars.MENTION }}\n';
  const file = await write(withInputs(inputs), 'codex.yml');
  const verdict = await verdictOn(opened, ['--offline', '--workflow', file]);
  expect(verdict).toMatchObject({ saidNo: 'filter', workflow: { file, job: 'codex' } });
  expect(verdict.assumed).toContain('the input mention has its default, for only GitHub knows ${{ vars.MENTION }}');
});

test('what the workflow does not listen to starts no run', async () => {
  const file = await write(caller.replace('opened, edited, labeled', 'labeled'), 'deaf.yml');
  const verdict = await verdictOn(opened, ['--offline', '--workflow', file]);
  expect(verdict).toMatchObject({ decision: 'ignore', saidNo: 'workflow' });
  expect(verdict.reason).toContain('does not listen to issues.opened');
});

test.each([
  { what: 'no file', args: ['absent.json'], says: '"absent.json" cannot be read' },
  { what: 'a folder', args: ['.'], says: '"." cannot be read' },
])('$what is told', async ({ args, says }) => {
  const order = readReplay(args);
  if (order.kind !== 'replay') throw new Error('This asks for help.');
  await expect(replay(order, folder, testTerminal({}))).rejects.toThrow(says);
});

test.each([
  { what: 'nothing', text: ' \n', says: 'is empty' },
  { what: 'broken JSON', text: '{"action": "opened"', says: 'is no JSON' },
  { what: 'a list', text: '[]', says: 'is JSON, but no object' },
  { what: 'no event at all', text: '{}', says: 'does not tell which event it is: it has nothing' },
  { what: 'an issue without a number', text: { ...opened, issue: { ...issue, number: 'x' } }, says: 'issue.number' },
  { what: 'no repository', text: { ...opened, repository: undefined }, says: 'repository.full_name' },
  {
    what: 'a repository that leads elsewhere',
    text: { ...opened, repository: { full_name: '../..' } },
    says: 'which repository it happened in',
  },
  {
    what: 'a run by hand that asks nothing',
    text: { inputs: {}, workflow: 'a', repository, sender: alice },
    says: 'Write what Codex is to do.',
  },
  { what: 'an input that there is not', text: opened, args: ['--input', 'triger=all'], says: 'Did you mean trigger?' },
  {
    what: 'an input that is wrong',
    text: opened,
    args: ['--input', 'trigger=al'],
    says: 'The input "trigger" is "al".',
  },
  { what: 'facts that are none', text: opened, args: ['--facts', 'package.json'], says: 'cannot be used' },
  {
    what: 'a workflow that calls nothing',
    text: opened,
    args: ['--workflow', 'package.json'],
    says: 'GitHub does not accept',
  },
])('$what is wrong, and told: $says', async ({ text, args = [], says }) => {
  await expect(replayed(text, ['--offline', ...args])).rejects.toThrow(says);
});

test('a link in the place of the workflows is wrong, and says nothing of the event', async () => {
  const place = await scratchFolder();
  await symlink(folder, path.join(place, '.github'));
  const order = readReplay([await write(JSON.stringify(opened)), '--offline']);
  if (order.kind !== 'replay') throw new Error('This asks for help.');
  const told = { message: expect.stringContaining('.github is a link'), exitCode: 2 };
  await expect(replay(order, place, testTerminal({}))).rejects.toMatchObject(told);
});

test('hostile text does not steer the terminal', async () => {
  const title = '\u001b]0;x\u0007\u202eevil\n\nrun: faked';
  const { printed } = await replayed({ ...opened, issue: { ...issue, title } }, [
    '--offline',
    '--input',
    `title-prefix=${title.slice(0, 1)}x`,
  ]);
  expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const json = await verdictOn({ ...commented, comment: { ...said, body: `/codex ${title}` } });
  expect(json.decision).toBe('command');
});

const served = ['issues', 'issue_comment', 'pull_request_review', 'pull_request_review_comment'];

test.each(recorded.filter(({ name }) => served.includes(name)))(
  'recorded events: $name',
  async ({ name, examples }) => {
    for (const example of examples) {
      const verdict = await verdictOn(example);
      expect(verdict.event.name).toBe(name);
      expect(verdict.repository).toContain('/');
    }
  },
);

test('recorded events of every other kind are ignored as such, or are of no repository', async () => {
  for (const { name, examples } of recorded.filter(
    (one) => !served.includes(one.name) && !one.name.endsWith('_dispatch'),
  )) {
    const [example] = examples;
    const verdict = await verdictOn(example, ['--offline', '--event', name]).catch((error: Error) => error.message);
    if (typeof verdict === 'string') expect(verdict).toContain('which repository it happened in');
    else expect(verdict).toMatchObject({ decision: 'ignore', saidNo: 'event' });
  }
});

/** A payload with one value of it replaced, at each place in turn, down to a depth. */
function* mutants(value: unknown, depth = 0): Generator<unknown> {
  for (const wrong of [null, [], 'x', 7]) yield wrong;
  if (typeof value !== 'object' || value === null || depth > 2) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const mutant of mutants(inner, depth + 1)) yield { ...value, [key]: mutant };
  }
}

test('whatever is wrong in a payload, it ends with a verdict or with what is wrong', { timeout: 120_000 }, async () => {
  let count = 0;
  for (const { name, examples } of recorded.filter((one) => served.includes(one.name))) {
    for (const mutant of mutants(examples[0])) {
      count += 1;
      if (count % 29 !== 0) continue;
      const ended = await verdictOn(mutant, ['--offline', '--event', name]).catch((error: unknown) => error);
      if (ended instanceof Error) expect(ended, JSON.stringify(mutant).slice(0, 300)).toBeInstanceOf(Misuse);
    }
  }
  expect(count).toBeGreaterThan(1000);
});

const lab = await labRepository({ people: [{ login: 'rita' }] }, afterAll);

test('GitHub is asked what the event does not tell; nothing is written', async () => {
  const { github } = lab;
  const before = github.requests.length;
  const ofOwner = { ...opened, issue: { ...issue, user: { ...alice, login: 'olivia' } } };
  expect(await verdictOn(ofOwner, [], lab.environment)).toMatchObject({
    decision: 'run',
    reason: 'olivia has admin permission',
    would: [{ kind: 'eyes', on: 'issue-12' }],
  });
  const ofReader = { ...opened, issue: { ...issue, user: { ...alice, login: 'rita' } } };
  expect(await verdictOn(ofReader, [], lab.environment)).toMatchObject({ decision: 'ignore', saidNo: 'standing' });
  const asked = github.requests.slice(before);
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('a token is sent to no host that only an event names', async () => {
  const evil = { ...repository, html_url: 'https://evil.example/octo-org/demo' };
  const { assumed } = await verdictOn({ ...opened, repository: evil }, [], { GH_TOKEN: 'x', GH_ENTERPRISE_TOKEN: 'y' });
  expect(assumed).toContain('https://evil.example is not asked: only the event names it (--api-url)');
});

test('a token that may not look at people is told, with what to do', async () => {
  const ofOwner = { ...opened, issue: { ...issue, user: { ...alice, login: 'olivia' } } };
  lab.github.faults.add({
    ...{ method: 'GET', path: /\/permission$/, times: 1, when: 'before' },
    effect: { kind: 'answer', status: 403, headers: {}, body: { message: 'Must have push access' } },
  });
  await expect(replayed(ofOwner, [], lab.environment)).rejects.toThrow(/403.*--offline/s);
});

test('a repository that is not there is told', async () => {
  const elsewhere = { ...opened, repository: { ...repository, full_name: 'octo-org/none' } };
  const ended = replayed(elsewhere, [], lab.environment);
  await expect(ended).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining('octo-org/none') });
});

test('a token that may not look is told, with what to do', async () => {
  const environment = { ...lab.environment, GITHUB_TOKEN: 'ghp_unknown' };
  await expect(replayed(opened, [], environment)).rejects.toThrow('GitHub does not know the token.');
});
