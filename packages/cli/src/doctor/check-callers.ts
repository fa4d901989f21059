import type { Caller } from '../caller/caller.ts';
import { pageOf } from '../repository/remote-address.ts';
import type { Callers, Facts } from './facts.ts';
import { type Finding, judge, ok, problem, warning } from './finding.ts';

/** Whether something calls the worker, GitHub can read it, and it is told what it needs to be told. */
export function checkCallers(facts: Facts): readonly Finding[] {
  return judge('caller', facts.callers, (callers) => [
    ...checkPresence(facts, callers),
    ...callers.files.flatMap((caller) => checkFile(facts, caller)),
    ...checkEvents(facts, callers.files),
    ...checkSiblings(facts, callers.files),
  ]);
}

function checkPresence({ defaultBranch }: Facts, { where, files, withActions }: Callers): readonly Finding[] {
  const names = files.map(({ path }) => path).join(', ');
  if (files.length > 0 && where === 'default-branch') return [ok('caller', `${names} on ${defaultBranch}`)];
  if (files.length > 0) {
    const does = 'Commit it, and push or merge it there: GitHub runs only what is on the default branch.';
    return [warning('caller', `${names} is in this folder, and not on ${defaultBranch} yet.`, does)];
  }
  if (withActions.length > 0) {
    const does = 'See the README of each action for the permissions that it takes.';
    return [warning('caller', `${withActions.join(', ')} uses single actions, which are not looked into.`, does)];
  }
  return [problem('caller', `No workflow on ${defaultBranch} calls the worker.`, 'Write one: codex-worker init.')];
}

function checkFile(facts: Facts, { path, errors }: Caller): readonly Finding[] {
  const [first, ...more] = errors;
  if (first === undefined) return [ok('syntax', `${path} is valid.`)];
  // GitHub's messages begin with the file and the line.
  const says = `GitHub does not accept ${first.startsWith(path) ? first : `${path}: ${first}`}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
  return [problem('syntax', says, 'Mend that place.', editPage(facts, path))];
}

/** The page where a file is edited. */
export function editPage({ repository, defaultBranch }: Facts, path: string): string {
  return pageOf(repository, `/edit/${defaultBranch}/${path}`);
}

function checkEvents(facts: Facts, callers: readonly Caller[]): readonly Finding[] {
  const readable = callers.filter(({ events }) => events.size > 0);
  const last = readable[0];
  if (last === undefined) return [];
  const findings: Finding[] = [];
  for (const event of ['issues', 'issue_comment']) {
    const listening = readable.filter((caller) => caller.events.has(event));
    if (listening.length === 0) {
      const missed = event === 'issues' ? 'new issues start nothing' : 'comments continue nothing';
      findings.push(
        warning(
          'events',
          `No caller listens to ${event}: ${missed}.`,
          `Add ${event} to its on:.`,
          editPage(facts, last.path),
        ),
      );
    }
    if (listening.length > 1) {
      const names = listening.map(({ path }) => path).join(' and ');
      findings.push(
        warning(
          'events',
          `${names} listen to ${event}: each answers.`,
          'Leave the event to one of them.',
          editPage(facts, last.path),
        ),
      );
    }
  }
  findings.push(...readable.flatMap((caller) => checkTypes(facts, caller)));
  return findings.length > 0
    ? findings
    : [ok('events', [...new Set(readable.flatMap(({ events }) => [...events.keys()]))].join(', '))];
}

/** What a trigger needs to hear of. */
function checkTypes(facts: Facts, { path, events, calls }: Caller): readonly Finding[] {
  const types = events.get('issues');
  if (types === undefined) return [];
  const needed = new Set(
    calls.flatMap(({ inputs }) => {
      if (inputs.get('trigger') === 'assignee') return ['assigned'];
      return inputs.get('trigger') === 'label' || inputs.get('issue-label') ? ['labeled'] : [];
    }),
  );
  return [...needed]
    .filter((type) => !types.includes(type))
    .map((type) =>
      problem(
        'events',
        `${path} does not listen to issues of the type ${type}, which its inputs ask for.`,
        `Add ${type} to on.issues.types.`,
        editPage(facts, path),
      ),
    );
}

/** Sessions are accepted from the workflows that are named: a thread that goes from one file to the other needs both. */
function checkSiblings(facts: Facts, callers: readonly Caller[]): readonly Finding[] {
  if (callers.length < 2) return [];
  const names = callers.map(({ path }) => path.split('/').at(-1) ?? path);
  return callers.flatMap(({ path, calls }) =>
    calls.flatMap(({ job, inputs }) => {
      // Without the input a workflow accepts its own.
      const trusted = (inputs.get('workflows') || (path.split('/').at(-1) ?? '')).split(/[\s,]+/);
      const missing = names.filter((name) => !trusted.includes(name));
      if (missing.length === 0) return [];
      const does = `Set its input workflows to: ${names.join(', ')}.`;
      return [
        warning(
          'workflows',
          `The job ${job} of ${path} does not accept sessions of ${missing.join(', ')}.`,
          does,
          editPage(facts, path),
        ),
      ];
    }),
  );
}
