import { nameOf, type ParsedFile, type Place, valueUnder } from './parsed-file.ts';
import { placeRule, type Rule } from './rule.ts';

/** Actions of others that are worth their risk. */
const known = ['actions/checkout', 'actions/attest'];

/** Which code of others runs, and what it may keep. */
export const usesRules: readonly Rule[] = [
  placeRule(
    'unpinned-uses',
    'a tag can be moved to other code: name the commit, and its version in a comment',
    (place, file) => isRemote(place) && !isPinned(place, file),
  ),
  placeRule(
    'superfluous-actions',
    `of others, only ${known.join(' and ')} are used`,
    (place) => isRemote(place) && !isOurs(place) && !known.includes(String(place.value).split('@')[0] ?? ''),
  ),
  placeRule(
    'self-repository',
    "`./` in a step is a file of the caller's checkout: write `$/`",
    (place) => nameOf(place) === 'uses' && String(place.value).startsWith('./'),
  ),
  placeRule(
    'artipacked',
    'checkout leaves its token in .git/config unless `persist-credentials` is false',
    ({ keys, value }) =>
      keys.at(-2) === 'steps' &&
      String(valueUnder(value, 'uses')).startsWith('actions/checkout@') &&
      valueUnder(valueUnder(value, 'with'), 'persist-credentials') !== false,
  ),
  placeRule(
    'cache-poisoning',
    'a cache is written by runs that are trusted less than those that read it',
    (place) =>
      (nameOf(place) === 'uses' && String(place.value).startsWith('actions/cache')) ||
      (nameOf(place) === 'cache' && place.keys.at(-2) === 'with'),
  ),
];

const isRemote = (place: Place): boolean =>
  nameOf(place) === 'uses' && typeof place.value === 'string' && !/^(?:\$|\.)\//.test(place.value);

const isOurs = ({ value }: Place): boolean => String(value).startsWith('codex-worker/codex-worker/');

function isPinned({ value, line }: Place, { lines }: ParsedFile): boolean {
  return /@[0-9a-f]{40}$/.test(String(value)) && / # v\d+\.\d+\.\d+\s*$/.test(lines[line - 1] ?? '');
}
