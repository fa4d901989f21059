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

function checkPresence(
  { defaultBranch, repository }: Facts,
  { where, files, withActions }: Callers,
): readonly Finding[] {
  const names = files.map(({ path }) => path).join(', ');
  const link = pageOf(repository, '/actions');
  if (files.length > 0 && where === 'default-branch') return [ok('caller', `${names} on ${defaultBranch}`)];
  if (files.length > 0) {
    const does = 'Commit it, and push or merge it there: GitHub runs only what is on the default branch.';
    return [warning('caller', `${names} is in this folder, and not on ${defaultBranch} yet.`, does, link)];
  }
  if (withActions.length > 0) {
    const does = 'See the README of each action for the permissions that it takes.';
    const says = `${withActions.join(', ')} uses single actions, which are not looked into.`;
    return [warning('caller', says, does, `${productPage}/tree/main/actions`)];
  }
  const does = 'Write one: codex-worker init. It can open a pull request itself: codex-worker init --pr.';
  return [problem('caller', `No workflow on ${defaultBranch} calls the worker.`, does, link)];
}

function checkFile(facts: Facts, { path, errors }: Caller): readonly Finding[] {
  const [first, ...more] = errors;
  if (first === undefined) return [ok('syntax', `${path} is valid.`)];
  // GitHub's messages begin with the file and the line.
  const says = `GitHub does not accept ${first.startsWith(path) ? first : `${path}: ${first}`}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
  return [problem('syntax', says, 'Mend that place.', editPage(facts, path))];
}

/** Page of the product. */
export const productPage = 'https://github.com/codex-worker/codex-worker';

/** The page where a file is edited. */
export function editPage({ repository, defaultBranch }: Facts, path: string): string {
  return pageOf(repository, `/edit/${defaultBranch}/${path}`);
}

function checkEvents(facts: Facts, callers: readonly Caller[]): readonly Finding[] {
  const readable = callers.filter(({ events }) => events.size > 0);
  const [first] = readable;
  if (first === undefined) return [];
  const findings = [
    ...checkMissed(readable, editPage(facts, first.path)),
    ...checkTwice(readable, editPage(facts, first.path)),
    ...readable.flatMap((caller) => checkTypes(facts, caller)),
  ];
  return findings.length > 0
    ? findings
    : [ok('events', [...new Set(readable.flatMap(({ events }) => [...events.keys()]))].join(', '))];
}

/** Where an event or a word in a comment begins threads, issues need not. */
function checkMissed(callers: readonly Caller[], link: string): readonly Finding[] {
  const hears = (event: string) => callers.some(({ events }) => events.has(event));
  const calls = callers.flatMap((caller) => caller.calls);
  const named = calls.some(({ inputs }) => inputs.get('trigger') === 'mention');
  const byItself = calls.some(({ inputs }) => inputs.get('prompt'));
  const missed = [
    ...(hears('issues') || named || byItself ? [] : [['issues', 'new issues start nothing'] as const]),
    ...(hears('issue_comment') ? [] : [['issue_comment', 'comments continue nothing'] as const]),
  ];
  return missed.map(([event, what]) =>
    warning('events', `No caller listens to ${event}: ${what}.`, `Add ${event} to its on:.`, link),
  );
}

function checkTwice(callers: readonly Caller[], link: string): readonly Finding[] {
  return ['issues', 'issue_comment'].flatMap((event) => {
    const names = callers.filter(({ events }) => events.has(event)).map(({ path }) => path);
    if (names.length < 2) return [];
    const says = `${names.join(' and ')} listen to ${event}: each answers.`;
    return [warning('events', says, 'Leave the event to one of them.', link)];
  });
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
