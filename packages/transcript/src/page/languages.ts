import type { ParseOptions } from 'sugar-high/core';
import * as c from 'sugar-high/lang/c';
import * as cpp from 'sugar-high/lang/cpp';
import * as csharp from 'sugar-high/lang/csharp';
import * as css from 'sugar-high/lang/css';
import * as go from 'sugar-high/lang/go';
import * as html from 'sugar-high/lang/html';
import * as java from 'sugar-high/lang/java';
import * as json from 'sugar-high/lang/json';
import * as kotlin from 'sugar-high/lang/kotlin';
import * as php from 'sugar-high/lang/php';
import * as python from 'sugar-high/lang/python';
import * as ruby from 'sugar-high/lang/ruby';
import * as rust from 'sugar-high/lang/rust';
import * as shell from 'sugar-high/lang/shell';
import * as sql from 'sugar-high/lang/sql';
import * as toml from 'sugar-high/lang/toml';
import * as typescript from 'sugar-high/lang/typescript';
import * as yaml from 'sugar-high/lang/yaml';

/** How a language is written. */
export type Language = ParseOptions;

const { tokenize, ...htmlOptions } = html;
/** The type of its tokenizer wants other options than the library hands it. */
const markup: Language = { ...htmlOptions, tokenize: (code) => tokenize(code, htmlOptions) };

/** Endings of files, and words of fences, of each language that has colours. Each one more makes dist/ larger. */
const known: readonly (readonly [Language, string])[] = [
  [typescript, 'ts tsx mts cts typescript js jsx mjs cjs javascript'],
  [python, 'py pyi python'],
  [shell, 'sh bash zsh shell env dockerfile makefile'],
  [json, 'json jsonl json5 jsonc'],
  [yaml, 'yml yaml'],
  [toml, 'toml ini cfg'],
  [markup, 'html htm xml svg vue svelte'],
  [css, 'css scss less'],
  [go, 'go'],
  [rust, 'rs rust'],
  [java, 'java groovy gradle'],
  [kotlin, 'kt kts kotlin'],
  [c, 'c h'],
  [cpp, 'cpp cc cxx hpp hh c++'],
  [csharp, 'cs csharp c#'],
  [ruby, 'rb rake gemspec ruby'],
  [php, 'php'],
  [sql, 'sql'],
];

const byWord = new Map(known.flatMap(([language, words]) => words.split(' ').map((word) => [word, language] as const)));

/** The language of a file by its name, or of a fenced block by its word; undefined where it has no colours. */
export function languageOf(name: string): Language | undefined {
  const file = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  return byWord.get(file.slice(file.lastIndexOf('.') + 1));
}
