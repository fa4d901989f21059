import { normaliseText } from '../request/request.ts';

/** Letters of scripts that need joiners to be written: Arabic, Persian, the scripts of India and of South-East Asia. */
const JOINING =
  '[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Mongolian}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{Script=Myanmar}]';

/** What emoji are made of, and what those scripts need, once each: it changes what is seen. */
const NEEDED = [
  '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})',
  '(?<=[\\p{Extended_Pictographic}0-9#*])[\\ufe0e\\ufe0f]',
  `(?<=${JOINING})[\\u200c\\u200d](?=${JOINING})`,
].join('|');

/** Controls, formats, selectors and fillers: nobody sees them, and a model reads them. Line ends and tabs are none. */
const UNSEEN =
  '[\\p{Cf}\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2028\\u2029\\u2065\\u3164\\ufe00-\\ufe0f\\uffa0\\ufff0-\\ufffb\\u{e0000}-\\u{e0fff}]';

const unseen = new RegExp(UNSEEN, 'gu');
const hidden = new RegExp(`(${NEEDED})|${UNSEEN}`, 'gu');

/** A text without characters that nobody sees, and with one kind of line end. */
export function withoutHidden(text: string): string {
  return normaliseText(text).replace(hidden, (_, needed: string | undefined) => needed ?? '');
}

/** Code with what nobody sees in it named, as `[U+202E]`: to leave it out would make it seem to be other code. */
export function withHiddenShown(text: string): string {
  return text.replace(hidden, (character, needed: string | undefined) => needed ?? nameOf(character));
}

const nameOf = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** A text letter by letter: without colours, and without whatever nobody sees. */
export const withoutUnseen = (text: string): string => withoutColours(normaliseText(text)).replace(unseen, '');

/** What a program wrote for a terminal, without its colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with one.
export const withoutColours = (text: string): string => text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
