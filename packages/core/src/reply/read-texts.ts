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
  const name = JSON.stringify(key.slice(0, 60));
  const wrong = isKey(key) ? wrongIn(key, text) : wrongName(key);
  return wrong && `The input "texts" ${wrong.what.replace(/(?<!\{)\bit\b/, () => name)}. ${wrong.fix}: ${ENGLISH}.`;
}

/** What is wrong with a sentence, which stands as "it", and what to change. */
interface Wrong {
  readonly what: string;
  readonly fix: string;
}

function wrongName(key: string): Wrong {
  const typed = key.slice(0, 60);
  const near = closest(typed, Object.keys(english));
  const fix = distance(typed, near) <= 3 ? `Write "${near}"` : 'Look it up in docs/texts.md';
  return { what: 'has it, which is no text of this release', fix };
}

function wrongIn(key: TextKey, text: unknown): Wrong | undefined {
  if (typeof text !== 'string' || text.trim() === '') {
    return { what: 'gives it no text', fix: 'Write one, or leave it out' };
  }
  if (text.length > LONGEST) return { what: `gives it more than ${LONGEST} characters`, fix: 'Write a shorter text' };
  return wrongPlaces(text, placesIn(english[key])) ?? wrongMarkdown(key, text);
}

function wrongPlaces(text: string, wanted: readonly string[]): Wrong | undefined {
  const own = placesIn(text);
  const strange = own.find((place) => !wanted.includes(place));
  const missing = wanted.find((place) => !own.includes(place));
  const all = wanted.map((place) => `{${place}}`).join(', ');
  const fix = wanted.length === 0 ? 'Leave it out' : `Use each of ${all}`;
  if (strange !== undefined) return { what: `wants {${strange}} in it, which has no such place`, fix };
  return missing === undefined ? undefined : { what: `leaves {${missing}} out of it`, fix };
}

/** Some stand in a tag, where Markdown is only text. */
const IN_TAG = /^facts\.(?:filesChanged|commandsFailed|tokens$|cost$)|^(?:patchShown|leftOutShown|patchOffered)$/;

/** What stands around it must not become part of it. */
function wrongMarkdown(key: TextKey, text: string): Wrong | undefined {
  const fix = 'Leave that out';
  if (text.includes('<!--')) return { what: 'hides a comment of HTML in it', fix };
  if (/[\r\n]/.test(text) && !english[key].includes('\n'))
    return { what: 'gives it several lines', fix: 'Write one line' };
  if (IN_TAG.test(key) && /[<>`]/.test(text)) return { what: 'writes <, > or a backtick in it', fix };
  const folds = (tag: RegExp): number => text.match(tag)?.length ?? 0;
  const isOpen = openFence(text) !== undefined || folds(/<details/g) !== folds(/<\/details>/g);
  return isOpen ? { what: 'leaves a block open in it', fix: 'Close the block' } : undefined;
}

const isKey = (key: string): key is TextKey => Object.hasOwn(english, key);
