import type { Call } from '../caller/caller.ts';
import { pageOf } from '../repository/remote-address.ts';
import type { Facts, Policy } from './facts.ts';
import { type Finding, judge, ok, problem, warning } from './finding.ts';

/** Whether the repository lets the worker do what it is called for. */
export function checkSettings(facts: Facts): readonly Finding[] {
  return [
    ...checkRepository(facts),
    ...judge('Actions', facts.policy, (policy) => checkPolicy(facts, policy)),
    ...judge('workflow state', facts.states, (states) => checkStates(facts, states)),
    ...judge('workflow permissions', facts.settings, ({ grantsWriting }) => [checkDefault(facts, grantsWriting)]),
    ...judge('pull requests', facts.settings, ({ mayOpenPulls }) => [checkPulls(facts, mayOpenPulls)]),
    ...judge('labels', facts.labels, (labels) => checkLabels(facts, labels)),
    ...judge('assignees', facts.assignees, (assignees) => checkAssignees(facts, assignees)),
    ...judge('retention', facts.retentionDays, (days) => [checkRetention(facts, days)]),
  ];
}

/** All calls of the worker that could be read. */
export function callsOf({ callers }: Facts): readonly Call[] {
  return callers.kind === 'seen' ? callers.value.files.flatMap(({ calls }) => calls) : [];
}

function checkRepository({ repository, hasIssues, archived }: Facts): readonly Finding[] {
  const link = pageOf(repository, '/settings');
  if (archived)
    return [problem('repository', 'It is archived: nothing in it can change.', 'Take it out of the archive.', link)];
  if (hasIssues) return [ok('issues', 'switched on')];
  return [problem('issues', 'They are switched off, so no thread can begin.', 'Switch on Features, Issues.', link)];
}

function checkPolicy(facts: Facts, policy: Policy): readonly Finding[] {
  const link = pageOf(facts.repository, '/settings/actions');
  if (policy.kind === 'off') return [problem('Actions', 'They are switched off.', 'Allow Actions.', link)];
  const calls = callsOf(facts);
  const refused = calls.filter((call) => !permits(policy.allowed, call, facts.repository.owner));
  const unpinned = policy.pinned ? calls.filter(({ ref }) => !/^[0-9a-f]{40}$/.test(ref)) : [];
  const findings = [
    ...[...new Set(refused.map(({ repository }) => repository))].map((repository) =>
      problem(
        'Actions',
        `The policy does not allow ${repository}.`,
        `Add ${repository}@*, ${repository}/* to the allowed actions and reusable workflows.`,
        link,
      ),
    ),
    ...[...new Set(unpinned.map(({ repository, ref }) => `${repository}@${ref}`))].map((name) =>
      problem(
        'Actions',
        `The policy demands full commit SHAs, and ${name} is none.`,
        'Write the SHA of a release: codex-worker init --force --ref SHA.',
        link,
      ),
    ),
  ];
  return findings.length > 0
    ? findings
    : [ok('Actions', `${typeof policy.allowed === 'string' ? policy.allowed : 'selected'}, the worker among them`)];
}

/** Patterns have `*`; those with `!` before them forbid. */
function permits(allowed: Extract<Policy, { kind: 'on' }>['allowed'], call: Call, owner: string): boolean {
  const own = call.repository.split('/')[0]?.toLowerCase() === owner.toLowerCase();
  if (allowed === 'all' || own) return true;
  if (allowed === 'local') return false;
  const names = [`${call.repository}/.github/workflows/${call.workflow}@${call.ref}`, `${call.repository}@${call.ref}`];
  const matches = (pattern: string) => names.some((name) => globToRegExp(pattern).test(name));
  const forbidden = allowed.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  return allowed.some((pattern) => !pattern.startsWith('!') && matches(pattern)) && !forbidden.some(matches);
}

function globToRegExp(pattern: string): RegExp {
  const escaped = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 'i');
}

function checkStates({ callers, repository }: Facts, states: ReadonlyMap<string, string>): readonly Finding[] {
  if (callers.kind === 'unseen') return [];
  return callers.value.files.flatMap(({ path }) => {
    const state = states.get(path);
    if (state === undefined || state === 'active') return [];
    const link = pageOf(repository, `/actions/workflows/${path.split('/').at(-1)}`);
    return [problem('workflow state', `${path} is ${state.replaceAll('_', ' ')}.`, 'Enable it there.', link)];
  });
}

/** A job that names no permissions has these; what such a caller lacks is told with the job. */
function checkDefault(facts: Facts, grantsWriting: boolean): Finding {
  const name = 'workflow permissions';
  if (!grantsWriting) return ok(name, 'read alone, and jobs ask for more');
  const named = callsOf(facts).every(({ permissions }) => permissions !== 'unsaid');
  return ok(name, named ? 'writing, which no caller leaves its job to' : 'writing');
}

function checkPulls(facts: Facts, mayOpenPulls: boolean): Finding {
  const name = 'pull requests';
  if (mayOpenPulls) return ok(name, 'GitHub Actions may create them');
  const others = callsOf(facts).filter(
    ({ inputs, secrets }) =>
      inputs.get('pull-request') !== 'never' &&
      (secrets === 'inherit' || !(secrets.has('PUBLISH_APP_KEY') || secrets.has('PUBLISH_TOKEN'))),
  );
  if (others.length === 0) return ok(name, 'GitHub Actions may not create them, and need not');
  const says = 'GitHub Actions may not create them: the worker pushes, and a person opens them from a link.';
  const does = 'Switch on "Allow GitHub Actions to create and approve pull requests".';
  return warning(name, says, does, pageOf(facts.repository, '/settings/actions'));
}

function checkLabels({ repository }: Facts, labels: ReadonlyMap<string, boolean>): readonly Finding[] {
  return [...labels].map(([label, there]) =>
    there
      ? ok(`label ${label}`, 'there')
      : problem(
          `label ${label}`,
          'There is none of that name, so no issue can have it.',
          `Make it${/^[\w .-]+$/.test(label) ? `: gh label create "${label}" --repo ${repository.owner}/${repository.name}, or there.` : '.'}`,
          pageOf(repository, '/labels'),
        ),
  );
}

function checkAssignees({ repository }: Facts, assignees: ReadonlyMap<string, boolean>): readonly Finding[] {
  return [...assignees].map(([login, assignable]) =>
    assignable
      ? ok(`assignee ${login}`, 'can be assigned')
      : problem(
          `assignee ${login}`,
          'Nobody can assign an issue to this login, so nothing can ask.',
          'Give it access to the repository, or name another in the input assignee.',
          pageOf(repository, '/settings/access'),
        ),
  );
}

/** Days that a session rests where the caller does not say. */
const USUAL_RETENTION = 7;

function checkRetention(facts: Facts, days: number): Finding {
  const wanted = Math.max(
    USUAL_RETENTION,
    ...callsOf(facts).map(({ inputs }) => Number(inputs.get('retention-days')) || 0),
  );
  if (wanted <= days) return ok('retention', `${days} days, sessions take ${wanted}`);
  const says = `Artifacts are kept for ${days} days, and sessions should rest for ${wanted}: they are gone earlier.`;
  const does = 'Raise "Artifact and log retention", or lower the input retention-days.';
  return warning('retention', says, does, pageOf(facts.repository, '/settings/actions'));
}
