import { expressionsIn, nameOf, type Place } from './parsed-file.ts';
import { placeRule, type Rule } from './rule.ts';

/** Where secrets go, and what is taken for a proof. */
export const secretRules: readonly Rule[] = [
  placeRule(
    'secrets-inherit',
    'every secret of the caller would be handed on: pass those that are needed by name',
    (place) => nameOf(place) === 'secrets' && place.value === 'inherit',
  ),
  placeRule('overprovisioned-secrets', 'all secrets at once', (place) =>
    expressionsIn(place).some((expression) => /toJSON\(\s*secrets\s*\)|\bsecrets\[/i.test(expression)),
  ),
  placeRule('unredacted-secrets', 'the parts of a secret are not masked', (place) =>
    expressionsIn(place).some((expression) => /fromJSON\(\s*secrets\b/i.test(expression)),
  ),
  placeRule('bot-conditions', 'the actor is whoever touched the thread last', (place) =>
    expressionsIn(place).some((expression) => /github\.(?:actor|triggering_actor)\b/.test(expression)),
  ),
  placeRule('unsound-condition', 'text around `${{ }}` makes the condition always true', isAlwaysTrue),
  placeRule('unsound-contains', 'a part of a word is found too: give a list', (place) =>
    expressionsIn(place).some((expression) => /\bcontains\(\s*'/.test(expression)),
  ),
];

function isAlwaysTrue(place: Place): boolean {
  if (nameOf(place) !== 'if' || typeof place.value !== 'string' || !place.value.includes('${{')) return false;
  return !/^\$\{\{(?:(?!\}\})[\s\S])*\}\}$/.test(place.value);
}
