import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectFile, workflowFiles } from './project-files.ts';
import { nameOf, parseFile } from './rules/parsed-file.ts';

interface ActionsLock {
  readonly version: string;
  readonly workflows: Readonly<Record<string, readonly string[]>>;
  readonly dependencies: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
}
const lock: ActionsLock = parse(projectFile('.github/workflows/actions.lock').text);

/** Each action of others with the version that its comment names, by workflow. */
const used = new Map(
  workflowFiles()
    .filter(({ path }) => path.startsWith('.github/'))
    .map((file) => [file.path, actionsOf(file)] as const)
    .filter(([, actions]) => actions.size > 0),
);

function actionsOf(file: Parameters<typeof parseFile>[0]): ReadonlyMap<string, string> {
  const { places, lines } = parseFile(file);
  const remote = places.filter((place) => nameOf(place) === 'uses' && !/^[$.]\//.test(String(place.value)));
  return new Map(remote.map(({ value, line }) => [String(value), lines[line - 1]?.split(' # ')[1] ?? ''] as const));
}

test('the lockfile of actions names what each workflow uses of others, and nothing else', () => {
  expect(lock.version).toBe('v0.0.2');
  expect(lock.workflows).toEqual(
    Object.fromEntries([...used].map(([path, actions]) => [path, [...actions.keys()].sort()])),
  );
});

test('the lockfile of actions has the commit and the version of each', () => {
  const all = new Map([...used.values()].flatMap((actions) => [...actions]));
  const commits = Object.entries(lock.dependencies).map(([name, { ref, commit }]) => [name, ref, commit]);
  expect(commits).toEqual([...all].sort().map(([name, version]) => [name, version, `sha1-${name.split('@')[1]}`]));
});
