import { closest, distance } from 'fastest-levenshtein';
import { parseJson } from '../store/stored-json.ts';
import { english, type TextKey } from './english.ts';
import { openFence } from './fenced-lines.ts';
import { type OwnTexts, placesIn } from './say.ts';

/** A team's own sentences, as far as they are right, and what is wrong with the others: those are said in English. */
export interface ReadTexts {
  readonly texts: OwnTexts;
  readonly problems: readonly string[];
}

/** No sentence of ours is nearly as long. */
const LONGEST = 4_000;

/** Reads the input `texts`: a JSON object with the names of sentences, and what to say in their place. */
export function readTexts(input: string): ReadTexts {
  if (input.trim() === '') return { texts: {}, problems: [] };
  const json = parseJson(input);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return { texts: {}, problems: [`The input "texts" is no JSON object. Write it as {"opened": "…"}: ${ENGLISH}.`] };
  }
  const read = Object.entries(json).map(([key, text]) => ({ key, text, problem: problemOf(key, text) }));
  return {
    texts: Object.fromEntries(read.filter(({ problem }) => problem === undefined).map(({ key, text }) => [key, text])),
    problems: read.flatMap(({ problem }) => problem ?? []),
  };
}

const ENGLISH = 'until then, English is spoken';

function problemOf(key: string, text: unknown): string | undefined {
  const said = (what: string, fix: string) => `The input "texts" ${what}. ${fix}: ${ENGLISH}.`;
  const name = JSON.stringify(key.slice(0, 60));
  if (!isKey(key)) {
    const near = closest(key.slice(0, 60), Object.keys(english));
    const fix = distance(key, near) <= 3 ? `Write "${near}"` : 'Look it up in docs/texts.md';
    return said(`has ${name}, which is no text of this release`, fix);
  }
  if (typeof text !== 'string' || text.trim() === '')
    return said(`gives ${name} no text`, 'Write one, or leave it out');
  if (text.length > LONGEST) return said(`gives ${name} more than ${LONGEST} characters`, 'Write a shorter text');
  const [own, wanted] = [placesIn(text), placesIn(english[key])];
  const strange = own.find((place) => !wanted.includes(place));
  if (strange !== undefined)
    return said(`fills {${strange}} into ${name}, which has no such place`, placesSaid(wanted));
  const missing = wanted.find((place) => !own.includes(place));
  if (missing !== undefined) return said(`leaves {${missing}} out of ${name}`, placesSaid(wanted));
  if (text.includes('<!--')) return said(`hides a comment of HTML in ${name}`, 'Leave it out');
  // What stands below it must not become part of it.
  if (openFence(text) !== undefined) return said(`leaves a block of code open in ${name}`, 'Close it');
  return undefined;
}

const placesSaid = (wanted: readonly string[]): string =>
  wanted.length === 0 ? 'Leave it out' : `Use each of ${wanted.map((place) => `{${place}}`).join(', ')}`;

const isKey = (key: string): key is TextKey => Object.hasOwn(english, key);
