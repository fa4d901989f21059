import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { Misuse } from '../misuse.ts';
import { didYouMean } from './nearest.ts';

/** Reads the words of one command. Throws a Misuse that names the word, and the one that was probably meant. */
export function parseOptions<const T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!(error instanceof Error) || !code.startsWith('ERR_PARSE_ARGS')) throw error;
    const message = error.message.replaceAll('\n', ' ');
    throw new Misuse(code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? unknown(message, options) : message);
  }
}

function unknown(message: string, options: ParseArgsOptionsConfig): string {
  const [, word = ''] = /^Unknown option '(.+?)'/.exec(message) ?? [];
  const known = Object.keys(options).map((name) => `--${name}`);
  return `Unknown option '${word}'. ${didYouMean(word, known, `The options are ${known.join(', ')}.`)}`;
}

/** One of some words. Throws a Misuse that names them. */
export function oneOf<const T extends string>(option: string, word: string, words: readonly T[]): T {
  const found = words.find((one) => one === word);
  if (found !== undefined) return found;
  throw new Misuse(`${option} is "${word}". ${didYouMean(word, words, `Give ${words.join(', ')}.`)}`);
}
