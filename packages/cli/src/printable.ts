/** What would move the cursor, colour, hide or turn around what a terminal shows. */
const CONTROL = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Text from a bundle, safe for a terminal. */
export function printable(text: string): string {
  return text.replace(CONTROL, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** JSON, safe for a terminal and still the same. */
export function printableJson(value: unknown): string {
  const json = JSON.stringify(value, undefined, 2);
  return json.replace(CONTROL, (character) => (character === '\n' ? character : escaped(character)));
}

const escaped = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
