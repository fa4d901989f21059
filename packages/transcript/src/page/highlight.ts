import { type ParsedToken, parse } from 'sugar-high/core';
import { type Html, html } from './html.ts';
import type { Language } from './languages.ts';

/** Longer code is shown without colours: the reader of a page does not wait for them. */
const LONGEST = 30_000;

const classes: Readonly<Partial<Record<ParsedToken['type'], string>>> = {
  keyword: 'k',
  string: 's',
  comment: 'c',
  class: 'n',
  entity: 'n',
  property: 'p',
};

/** Code as lines of markup, with colours where the language is known. */
export function highlighted(code: string, language: Language | undefined): readonly Html[] {
  if (language === undefined || code.length > LONGEST) return withoutColours(code);
  const { lines } = parse(code, language);
  // Of broken markup the library loses characters; what is shown has to be what was written.
  if (lines.map(({ tokens }) => tokens.map(({ value }) => value).join('')).join('\n') !== code)
    return withoutColours(code);
  return lines.map(({ tokens }) => html`${joined(tokens.filter(({ value }) => value !== '')).map(coloured)}`);
}

const withoutColours = (code: string): readonly Html[] => code.split('\n').map((line) => html`${line}`);

function coloured({ type, value }: ParsedToken): Html {
  const name = classes[type];
  return name === undefined ? html`${value}` : html`<span class="${name}">${value}</span>`;
}

/** Neighbours of one colour are one element. */
function joined(tokens: readonly ParsedToken[]): readonly ParsedToken[] {
  const runs: ParsedToken[] = [];
  for (const token of tokens) {
    const last = runs.at(-1);
    if (last && classes[last.type] === classes[token.type]) last.value += token.value;
    else runs.push({ ...token });
  }
  return runs;
}
