import { type ParsedToken, parse } from 'sugar-high/core';
import { lang, languages } from 'sugar-high/lang';
import { type Html, html } from './html.ts';

/** Longer code is shown without colours: the reader of a page does not wait for them. */
const LONGEST = 30_000;

/** Endings of files that the library does not know by themselves. */
const endings: Readonly<Record<string, string>> = {
  ...{ mjs: 'js', cjs: 'js', mts: 'ts', cts: 'ts', vue: 'html', svelte: 'html', svg: 'html', xhtml: 'html' },
  ...{ h: 'c', hpp: 'cpp', hh: 'cpp', less: 'css', sass: 'css', pyi: 'py', rake: 'rb', gemspec: 'rb' },
  ...{ jsonl: 'json', json5: 'json', webmanifest: 'json', lock: 'yaml', tfvars: 'hcl', env: 'sh', fish: 'sh' },
};

/** The language of a file, or of a fenced block by its word; undefined where it is not known. */
export function languageOf(name: string): string | undefined {
  const file = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const ending = file.slice(file.lastIndexOf('.') + 1);
  return lang(endings[ending] ?? ending);
}

const classes: Readonly<Partial<Record<ParsedToken['type'], string>>> = {
  keyword: 'k',
  string: 's',
  comment: 'c',
  class: 'n',
  entity: 'n',
  property: 'p',
};

/** Code as lines of markup, with colours where the language is known. */
export function highlighted(code: string, language: string | undefined): readonly Html[] {
  const config = languages.find(({ id }) => id === language)?.config;
  if (config === undefined || code.length > LONGEST) return code.split('\n').map((line) => html`${line}`);
  return parse(code, config).lines.map(({ tokens }) => html`${joined(tokens).map(coloured)}`);
}

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
