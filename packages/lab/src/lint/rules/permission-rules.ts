import { nameOf, type ParsedFile, type Place, valueUnder } from './parsed-file.ts';
import { placeRule, type Rule } from './rule.ts';

const dangerous = ['pull_request_target', 'workflow_run', 'issue_comment'];

/** Who starts a workflow, and what its token may do. */
export const permissionRules: readonly Rule[] = [
  placeRule(
    'dangerous-triggers',
    'strangers start it, with the secrets of the repository',
    ({ keys, value }) =>
      (keys[0] === 'on' && keys.length === 2 && dangerous.includes(keys[1] ?? '')) ||
      (keys[0] === 'on' && typeof value === 'string' && dangerous.includes(value)),
  ),
  {
    name: 'excessive-permissions',
    why: 'without `permissions: {}` above, and what it needs in each job, a token may do whatever the repository lets it',
    broken: (file) => [...withoutNone(file), ...withoutOwn(file), ...file.places.filter(isBlanket)],
  },
  placeRule(
    'undocumented-permissions',
    'a permission to write says on its line what for',
    ({ keys, line, value }, { lines }) =>
      value === 'write' && keys.at(-2) === 'permissions' && !/ # \S/.test(lines[line - 1] ?? ''),
  ),
  placeRule('concurrency-limits', 'a group that cancels nothing says why, above it or in it', (place, { lines }) => {
    if (nameOf(place) !== 'concurrency' || valueUnder(place.value, 'cancel-in-progress') === true) return false;
    return !lines.slice(place.line - 3, place.line + 3).some((line) => /^\s*# \S/.test(line));
  }),
];

function withoutNone({ places }: ParsedFile): readonly Place[] {
  const top = places.find(({ keys }) => keys.length === 1 && keys[0] === 'permissions');
  if (top !== undefined && JSON.stringify(top.value) === '{}') return [];
  return places.filter(({ keys }) => keys.length === 1 && keys[0] === 'jobs');
}

function withoutOwn({ places }: ParsedFile): readonly Place[] {
  const jobs = places.filter(({ keys }) => keys[0] === 'jobs' && keys.length === 2);
  return jobs.filter(({ value }) => valueUnder(value, 'permissions') === undefined);
}

const isBlanket = (place: Place): boolean => nameOf(place) === 'permissions' && typeof place.value === 'string';
