import { unreadReasons } from '../attachment/attachment.ts';
import { enterTurn, newLedger } from '../ledger/ledger.ts';
import type { TurnFacts } from '../outbox/outbox.ts';
import type { ChangedFile } from '../proposal/changed-files.ts';
import type { ProposeEnd } from '../proposal/propose-end.ts';
import { texts } from '../reply/texts.ts';
import type { Stop } from '../reply/what-stopped.ts';
import { aRun } from './examples.ts';

const branch = 'codex/issue-12/add-up';
const ci = { path: '.github/workflows/ci.yml', why: 'workflow' } as const;
const sha = '1234567890abcdef1234567890abcdef12345678';
const url = 'https://github.com/octo-org/demo/pull/101';

const begun = newLedger('issue-12', '2026-03-01T10:00:00Z', 'workspace-write');
const settled = {
  ...enterTurn(begun, {
    sessionId: '0199aaaa-0000-7000-8000-000000000001',
    sandbox: 'workspace-write',
    codexVersion: '0.169.0',
    startedAt: '2026-03-01T10:00:00.000Z',
    endedAt: '2026-03-01T10:00:42.000Z',
    outcome: 'answered',
  }),
  settings: {
    sandbox: 'workspace-write',
    sessionId: '0199aaaa-0000-7000-8000-000000000001',
    model: 'gpt-6-sol',
    branch,
  },
} as const;

/** What stands in the place of a word that people, agents or a repository may choose. */
type Word = (ordinary: string) => string;

/**
 * Every text that stands alone, with ordinary facts. A new text without a line here does not compile. The tests' golden
 * file and docs/troubleshooting.md are made of them.
 */
export const textSamplesOf = (word: Word): Readonly<Record<keyof typeof texts, readonly string[]>> => ({
  attachmentsUnread: [
    texts.attachmentsUnread(unreadReasons.map((why) => ({ name: word(`${why}.png`), why }))),
    texts.attachmentsUnread(Array.from({ length: 12 }, (_, n) => ({ name: `trace \`${n}\`.zip`, why: 'file' }))),
  ],
  answerUnfit: [texts.answerUnfit('`#/severity` is no one of low, high'), texts.answerUnfit('it is no JSON')],
  help: [texts.help],
  hostsRefused: [texts.hostsRefused([word('evil.example:443'), 'pypi.org:443'])],
  forkReadOnly: [texts.forkReadOnly],
  forkLeftOut: [texts.forkLeftOut('main', [word('AGENTS.md'), '.codex/skills/x/SKILL.md'])],
  forkHeadChanged: [
    texts.forkHeadChanged(
      'mallory/demo was pushed to at 2026-03-01T10:00:05Z, and the request is of 2026-03-01T10:00:04Z',
    ),
  ],
  headMoved: [texts.headMoved('a'.repeat(40), 'b'.repeat(40))],
  patchOffered: [texts.patchOffered('a'.repeat(40))],
  howToApply: [texts.howToApply],
  patchNotOffered: [texts.patchNotOffered(word('it does not fit the commit aaaaaaa'))],
  applyNeedsFork: [texts.applyNeedsFork],
  applyByComment: [texts.applyByComment],
  applyNeedsWrite: [texts.applyNeedsWrite('mallory', 'read')],
  nothingToApply: [texts.nothingToApply],
  applyAsked: [texts.applyAsked('a'.repeat(40))],
  appliedBody: [texts.appliedBody({ number: 34, repository: 'mallory/demo', head: 'a'.repeat(40), by: 'alice' })],
  notApplied: [texts.notApplied(word('its workflow files differ from those of main: .github/workflows/ci.yml'))],
  applied: [texts.applied('codex/pr-34/add-up-0a1b2c3', 'c'.repeat(40), 101)],
  appliedOnly: [
    texts.appliedOnly(
      'codex/pr-34/add-up-0a1b2c3',
      'c'.repeat(40),
      'https://github.com/octo-org/demo/compare/main...x',
    ),
  ],
  unknownWord: [texts.unknownWord('sotp'), texts.unknownWord(word('p`lease')), texts.unknownWord('')],
  invalidSetting: [
    texts.invalidSetting('model', ''),
    texts.invalidSetting('model', word('gpt 5.5')),
    texts.invalidSetting('effort', ''),
    texts.invalidSetting('effort', word('huge')),
  ],
  nothingRuns: [texts.nothingRuns],
  status: [
    texts.status({ ledger: begun, waiting: 0, model: undefined, effort: undefined }),
    texts.status({ ledger: settled, waiting: 1, model: 'gpt-5.5', effort: 'low' }),
    texts.status({ ledger: settled, waiting: 2, model: 'gpt-5.5', effort: 'low' }),
  ],
  modelSet: [texts.modelSet(word('gpt-5.5')), texts.modelSet(undefined)],
  effortSet: [texts.effortSet('high'), texts.effortSet(undefined)],
  sessionReset: [texts.sessionReset],
  planOfConversation: [texts.planOfConversation],
  noPlan: [texts.noPlan],
  pullRequestAsked: [texts.pullRequestAsked],
  isPullRequest: [texts.isPullRequest],
  nothingToPropose: [texts.nothingToPropose],
  nothingFailed: [texts.nothingFailed],
  retryByHand: [texts.retryByHand],
  retryDeleted: [texts.retryDeleted],
  nothingToTakeBack: [texts.nothingToTakeBack],
  takeBackTooOld: [texts.takeBackTooOld],
  takeBackConflicts: [texts.takeBackConflicts(word('sum.js'))],
  takenBack: [
    texts.takenBack({ turns: 1, commits: [sha], memory: 'cut', left: false }),
    texts.takenBack({ turns: 2, commits: [sha], memory: 'cut', left: false }),
    texts.takenBack({ turns: 1, commits: [], memory: 'forgotten', left: false }),
    texts.takenBack({ turns: 1, commits: [], memory: 'cut', left: true }),
    texts.takenBack({ turns: 1, commits: [sha], memory: 'left', left: false }),
  ],
  takeBackSubject: [texts.takeBackSubject],
  working: [
    texts.working({ url: `${url}#issuecomment-7`, requests: 1, time: '2 min 30 s' }),
    texts.working({ url: `${url}#issuecomment-7`, requests: 3, time: '15 s' }),
    texts.working({ url: undefined, requests: 1, time: '1 h 5 min' }),
  ],
  workDone: [texts.workDone('2 min 30 s')],
  workSaid: [texts.workSaid(word('**Looking** at `sum.js`, as @alice asked in #12'))],
  workRuns: [texts.workRuns(word('npm test'))],
  workUses: [texts.workUses(word('docs.search'))],
  workStep: [texts.workStep('Add up all lines', true), texts.workStep(word('Test it'), false)],
  workMoreSteps: [texts.workMoreSteps(7)],
  workEarlier: [texts.workEarlier(4)],
  workEnded: [
    texts.workEnded('ls', 0),
    texts.workEnded(word('npm test'), 1),
    texts.workEnded('echo `date`', undefined),
  ],
  workChanged: [texts.workChanged(['sum.js', 'a`b'], 0), texts.workChanged([word('sum.js')], 3)],
  workCounts: [
    texts.workCounts({ commands: 1, failed: 0, files: 0 }),
    texts.workCounts({ commands: 2, failed: 0, files: 1 }),
    texts.workCounts({ commands: 12, failed: 1, files: 3 }),
  ],
  workFoot: [
    texts.workFoot({ tokens: 12_345, url: aRun.url, at: '14:05:10 UTC', isLast: false }),
    texts.workFoot({ tokens: undefined, url: aRun.url, at: '14:05:10 UTC', isLast: true }),
  ],
  answersSeveral: [
    texts.answersSeveral([
      { login: 'alice', url: `${url}#issuecomment-7` },
      { login: 'bob', url: `${url}#discussion_r8` },
    ]),
  ],
  unread: [texts.unread],
  failed: [
    texts.failed({ what: word("The key's quota is used up."), fix: 'Check the plan of the key.' }, texts.sessionKept),
    texts.failed({ what: 'No API key was given.', fix: 'Add the secret `OPENAI_API_KEY`.' }, texts.noSessionYet),
  ],
  timedOut: [
    texts.timedOut({ kind: 'timed-out', sessionId: 'x', after: 'wall', minutes: 30 }, true),
    texts.timedOut({ kind: 'timed-out', sessionId: 'x', after: 'idle', minutes: 15 }, true),
    texts.timedOut({ kind: 'timed-out', sessionId: undefined, after: 'idle', minutes: 15 }, false),
  ],
  cancelled: [texts.cancelled(true), texts.cancelled(false)],
  sessionKept: [texts.sessionKept],
  noSessionYet: [texts.noSessionYet],
  sessionUnusable: [texts.sessionUnusable],
  requestsWait: [texts.requestsWait(1), texts.requestsWait(2)],
  sessionGone: [texts.sessionGone(texts.sessionExpired)],
  sessionNeverBegan: [texts.sessionNeverBegan],
  sessionExpired: [texts.sessionExpired],
  moved: [texts.moved(url)],
  movedLate: [texts.movedLate(101)],
  answersLate: [texts.answersLate('alice', 12)],
  merged: [texts.merged(34)],
  movedAndEnded: [texts.movedAndEnded(url)],
  requestChanged: [
    texts.requestChanged('alice', { login: 'mallory', id: 5, type: 'User' }),
    texts.requestChanged('alice', undefined),
  ],
  requestDeleted: [texts.requestDeleted('alice')],
  requestGone: [texts.requestGone('comment-9911')],
  askerWithoutStanding: [texts.askerWithoutStanding('rita')],
  closed: [texts.closed({ kind: 'issue', number: 12 }), texts.closed({ kind: 'pr', number: 34 })],
  branchGone: [texts.branchGone(branch)],
  forkRefused: [texts.forkRefused('#34 comes from mallory/demo, and the worker does not run on forks')],
  threadLocked: [texts.threadLocked('#12 is locked')],
  turnLimit: [
    texts.turnLimit({ input: 'turns-per-day', most: 1, again: '2026-11-23T10:00:00.000Z' }),
    texts.turnLimit({ input: 'person-turns-per-day', most: 1, again: '2026-11-22T14:05:00.000Z' }),
    texts.turnLimit({ input: 'person-turns-per-hour', most: 5, again: '2026-11-22T14:05:00.000Z' }),
  ],
  turnsUsedUp: [
    texts.turnsUsedUp(texts.turnLimit({ input: 'turns-per-hour', most: 20, again: '2026-11-22T14:05:00.000Z' })),
  ],
  turnPromised: [texts.turnPromised],
  runsAhead: [texts.runsAhead(1), texts.runsAhead(3)],
  requestsAhead: [texts.requestsAhead(1), texts.requestsAhead(3)],
  running: [
    texts.running({ url: undefined, since: undefined, waiting: 0 }),
    texts.running({ url: aRun.url, since: '2026-03-01T10:00:00Z', waiting: 1 }),
    texts.running({ url: aRun.url, since: undefined, waiting: 2 }),
  ],
  queueHolds: [texts.queueHolds(0), texts.queueHolds(1), texts.queueHolds(2)],
  runsUntold: [texts.runsUntold('https://github.com/octo-org/demo')],
  runsHidden: [texts.runsHidden('Add "actions: read" to the permissions of the calling job.')],
  lastAnswer: [texts.lastAnswer(undefined), texts.lastAnswer({ url, createdAt: '2026-03-01T10:00:00Z' })],
  stopping: [texts.stopping(aRun.url, 0), texts.stopping(aRun.url, 1), texts.stopping(aRun.url, 2)],
  stopRefused: [texts.stopRefused(aRun.url, 'Add "actions: write" to the permissions of the calling job.')],
  stopUntold: [texts.stopUntold('https://github.com/octo-org/demo')],
  branchWasDeleted: [texts.branchWasDeleted(branch, 'main')],
  changeNoLongerApplies: [texts.changeNoLongerApplies('701')],
  replyLost: [texts.replyLost(700)],
  opened: [texts.opened(101)],
  pushedTo: [texts.pushedTo(branch, sha)],
  prNotPermitted: [texts.prNotPermitted(`https://github.com/octo-org/demo/compare/main...${branch}?expand=1`)],
  conflicts: [texts.conflicts(word('src/__init__.py'), aRun.url)],
  pushRefused: [texts.pushRefused(word('the branch is protected'), aRun.url)],
  held: [texts.held(word('It sends `OPENAI_API_KEY` to evil.example in `src/log.ts`'), aRun.url)],
  withheld: [texts.withheld([word('deploy/.env'), 'a`b'])],
  tooLarge: [texts.tooLarge([word('build/core.dump')])],
  leftOut: [
    texts.leftOut([ci, { path: word('a`b'), why: 'protected' }, { path: '.gitmodules', why: 'submodule' }], aRun.url),
    texts.leftOut(
      [
        { path: 'out', why: 'link' },
        { path: '.git/config', why: 'git-folder' },
        { path: 'a.bin', why: 'size' },
      ],
      aRun.url,
      `${aRun.url}/artifacts/1`,
    ),
    texts.leftOut(
      Array.from({ length: 22 }, (_, i) => ({ path: `con.${i}`, why: 'name' })),
      aRun.url,
    ),
  ],
  leftOutShown: [texts.leftOutShown],
  cut: [texts.cut(aRun.url), texts.cut(aRun.url, `${aRun.url}/artifacts/9`)],
  goesOn: [texts.goesOn(1, 3)],
  goesOnHere: [texts.goesOnHere(2, 3)],
  noMessage: [texts.noMessage],
  pullRequestOrigin: [
    texts.pullRequestOrigin({ kind: 'issue', number: 12 }, false),
    texts.pullRequestOrigin({ kind: 'issue', number: 12 }, true),
  ],
  prOnRequest: [texts.prOnRequest(branch, sha)],
  prRefused: [
    texts.prRefused(word('Draft pull requests are not supported'), 'https://github.com/octo-org/demo/compare/x'),
  ],
  prForbidden: [texts.prForbidden('https://github.com/octo-org/demo/compare/x')],
  prNothingToOpen: [texts.prNothingToOpen],
  prOpenAlready: [texts.prOpenAlready(101)],
  labelsRefused: [texts.labelsRefused([word('codex')], word('Resource not accessible by integration'))],
  reviewersRefused: [
    texts.reviewersRefused(['bob', 'octo-org/core'], 'Reviews may only be requested from collaborators.'),
  ],
  patchShown: [texts.patchShown],
  queueGaveUp: [
    texts.queueGaveUp({ tries: 3, file: 'broken/20260301T100000Z-comment-7.json', branch: 'codex-worker/queue' }),
  ],
});

/** Every text, with what ordinary people and agents write. */
export const textSamples = textSamplesOf((ordinary) => ordinary);

const landed = { branch, sha, leftOut: [] };
/** Each end that the change of a reply may have. */
export const endSamplesOf = (word: Word): readonly ProposeEnd[] => [
  { kind: 'none', leftOut: [] },
  { kind: 'none', leftOut: [{ ...ci, path: word(ci.path) }] },
  { kind: 'opened', ...landed, pullRequest: 101, url },
  {
    kind: 'updated',
    ...landed,
    pullRequest: 101,
    url,
    leftOut: [ci],
    attached: { url: `${aRun.url}/artifacts/1`, patch: word('+on: push') },
  },
  { kind: 'pushed', ...landed },
  { kind: 'pushed', ...landed, notes: [{ kind: 'on-request' }] },
  {
    kind: 'pushed',
    ...landed,
    notes: [{ kind: 'forbidden', compareUrl: 'https://github.com/octo-org/demo/compare/x' }],
  },
  {
    kind: 'pushed',
    ...landed,
    notes: [
      {
        kind: 'not-opened',
        why: word('Draft pull requests are not supported in this repository'),
        compareUrl: 'https://github.com/octo-org/demo/compare/x',
      },
    ],
  },
  { kind: 'none', leftOut: [], notes: [{ kind: 'nothing-to-open' }] },
  { kind: 'none', leftOut: [], notes: [{ kind: 'open-already', pullRequest: 101 }] },
  {
    kind: 'opened',
    ...landed,
    pullRequest: 101,
    url,
    notes: [
      { kind: 'not-linked', why: 'Resource not accessible by integration' },
      { kind: 'labels', names: [word('codex')], why: word('Validation Failed') },
      { kind: 'reviewers', names: [word('bob')], why: word('not a collaborator') },
    ],
  },
  { kind: 'not-permitted', ...landed, compareUrl: 'https://github.com/octo-org/demo/compare/x' },
  { kind: 'conflicts', branch, detail: word('sum.js') },
  { kind: 'conflicts', branch, detail: 'sum.js', patch: word('diff --git a/sum.js b/sum.js\n') },
  { kind: 'refused', branch, detail: word('the branch is protected') },
  { kind: 'held', branch, detail: word('It sends a key to evil.example') },
  { kind: 'not-applied', why: word('its workflow files differ from those of main') },
  { kind: 'applied', ...landed, proposal: { number: 101, url } },
  { kind: 'applied', ...landed, proposal: { compareUrl: 'https://github.com/octo-org/demo/compare/x' } },
];

export const endSamples = endSamplesOf((ordinary) => ordinary);

/** Each way in which a run may stop. */
export const stopSamplesOf = (word: Word): readonly Stop[] => [
  { kind: 'route-failed', reason: word('GitHub refused the call. Add `issues: write`.') },
  { kind: 'cancelled-before-start' },
  { kind: 'queue-full', waiting: 100 },
  { kind: 'cancelled', phase: 'before-codex', kept: false },
  { kind: 'cancelled', phase: 'codex', kept: true },
  { kind: 'cancelled', phase: 'codex', kept: false },
  { kind: 'cancelled', phase: 'after-codex', kept: false },
  { kind: 'cancelled', phase: 'publish', kept: true },
  { kind: 'timed-out', minutes: 60, phase: 'before-codex', kept: false },
  { kind: 'timed-out', minutes: 60, phase: 'codex', kept: true },
  { kind: 'timed-out', step: word('Run $/actions/codex-run'), minutes: 31, phase: 'codex', kept: true },
  { kind: 'timed-out', minutes: 60, phase: 'after-codex', kept: true },
  { kind: 'timed-out', minutes: 15, phase: 'publish', kept: true },
  { kind: 'runner-lost', job: word('worker / thread / agent'), phase: 'codex', kept: false },
  { kind: 'cut-off', step: word('Run $/actions/codex-run'), minutes: 31, phase: 'codex', kept: false },
  { kind: 'failed', job: 'worker / thread / agent', phase: 'codex', reason: undefined, kept: false },
  {
    kind: 'failed',
    job: undefined,
    phase: 'codex',
    reason: word('GitHub refused the call. Add `issues: write`.'),
    kept: true,
  },
  { kind: 'failed', job: 'worker / thread / publish', phase: 'publish', reason: undefined, kept: true },
];

export const stopSamples = stopSamplesOf((ordinary) => ordinary);

const usage = { input: 12_000, cachedInput: 10_000, output: 345, reasoning: 100 };

/** Whatever is known of a turn. */
export const turnSampleOf = (word: Word): TurnFacts => ({
  seconds: 185,
  tokens: 12_345,
  model: 'gpt-5.5',
  effort: 'high',
  codexVersion: '0.169.0',
  usage,
  cost: { dollars: 0.02535, pricesOf: '2026-11-05' },
  failedCommands: {
    count: 2,
    last: [
      { command: word('npm test'), exitCode: 1, output: word('✖ adds up\n\n1 of 12 tests failed') },
      { command: 'test -f sum.js', exitCode: 1, output: '' },
    ],
  },
});

/** A change of each kind, and what its review took. */
export const changeSampleOf = (word: Word): { files: readonly ChangedFile[]; review: { usage: typeof usage } } => ({
  files: [
    { path: word('src/sum.js'), kind: 'changed', lines: { added: 12, removed: 3 } },
    { path: 'src/sum.test.js', kind: 'added', lines: { added: 40, removed: 0 } },
    { path: 'old.js', kind: 'deleted', lines: { added: 0, removed: 9 } },
    { path: 'docs/usage.md', kind: 'renamed', from: word('USAGE.md'), lines: { added: 0, removed: 0 } },
    { path: 'logo.png', kind: 'changed' },
  ],
  review: { usage },
});
