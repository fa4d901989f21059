import { Failure } from '@codex-worker/core';
import { mask } from './mask.ts';

export interface NumberRange {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Reads the inputs of an action. An empty input counts as not given. */
export interface InputReader {
  optional(name: string): string | undefined;
  required(name: string): string;
  /** `true` or `false`; not given is false. */
  flag(name: string): boolean;
  /** Entries between commas or line ends. */
  list(name: string): readonly string[];
  wholeNumber(name: string, range?: NumberRange): number;
  /** Minutes, answered in milliseconds. */
  minutes(name: string, range?: NumberRange): number;
  oneOf<const T extends readonly string[]>(name: string, choices: T): T[number];
  /** Masked in the log as it is read. */
  secret(name: string): string | undefined;
  requiredSecret(name: string): string;
  /** One a line, or one of several lines. Lines of a few characters are brackets. */
  secrets(name: string): readonly string[];
  parsed<T>(name: string, parse: (text: string) => T): T;
  optionallyParsed<T>(name: string, parse: (text: string) => T): T | undefined;
}

/** Reads all inputs, and reports every problem of every input at once. */
export function readInputs<T>(read: (input: InputReader) => T, env: NodeJS.ProcessEnv = process.env): T {
  const problems: Failure[] = [];
  const inputs = readAll(read, inputReader(env, problems), problems);
  const [first] = problems;
  if (!first) return inputs;
  if (problems.length === 1) throw first;
  throw new Failure('input-invalid', {
    what: problems.map(({ what }) => what).join(' '),
    fix: problems.map(({ fix }) => fix).join(' '),
  });
}

/** What is derived from an input that was wrong may stumble over it: the input is the problem, not what came of it. */
function readAll<T>(read: (input: InputReader) => T, reader: InputReader, problems: readonly Failure[]): T {
  try {
    return read(reader);
  } catch (error) {
    if (problems.length === 0) throw error;
    // Never seen: the reading ends with the problems.
    return undefined as T;
  }
}

function inputReader(env: NodeJS.ProcessEnv, problems: Failure[]): InputReader {
  const value = (name: string): string => (env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();

  /** Notes the problem and goes on: what it answers is never seen, because the reading ends with a failure. */
  const parsed = <T>(name: string, parse: (text: string) => T): T => {
    try {
      return parse(value(name));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(error);
      return undefined as T;
    }
  };
  const optionallyParsed = <T>(name: string, parse: (text: string) => T): T | undefined =>
    value(name) === '' ? undefined : parsed(name, parse);
  const secret = (name: string): string | undefined => {
    const text = value(name);
    if (text === '') return undefined;
    mask(text);
    return text;
  };

  return {
    parsed,
    optionallyParsed,
    secret,
    optional: (name) => value(name) || undefined,
    required: (name) => parsed(name, (text) => text || missing(name)),
    secrets: (name) => {
      const all = [
        value(name),
        ...value(name)
          .split('\n')
          .map((line) => line.trim()),
      ];
      const known = [...new Set(all)].filter(({ length }) => length >= 8);
      for (const one of known) mask(one);
      return known;
    },
    requiredSecret: (name) => secret(name) ?? parsed<string>(name, () => missing(name)),
    flag: (name) => optionallyParsed(name, (text) => asFlag(name, text)) ?? false,
    list: (name) =>
      value(name)
        .split(/[,\n]/)
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    wholeNumber: (name, range) => parsed(name, (text) => asNumber(name, text, range, /^-?\d+$/, 'a whole number')),
    minutes: (name, range = {}) =>
      parsed(name, (text) => {
        const atLeast = range.atLeast ?? 0;
        return asNumber(name, text, { ...range, atLeast }, /^\d+(?:\.\d+)?$/, 'a number of minutes') * 60_000;
      }),
    oneOf: (name, choices) => parsed(name, (text) => asChoice(name, text, choices)),
  };
}

function missing(name: string): never {
  throw new Failure('input-invalid', { what: `The input "${name}" is not given.`, fix: `Set the input "${name}".` });
}

function asFlag(name: string, text: string): boolean {
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  throw invalid(name, text, 'true or false');
}

function asNumber(name: string, text: string, range: NumberRange = {}, pattern: RegExp, expected: string): number {
  if (text === '') return missing(name);
  const number = Number(text);
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = range;
  if (pattern.test(text) && number >= atLeast && number <= atMost) return number;
  const limits = [
    range.atLeast === undefined ? '' : ` of at least ${range.atLeast}`,
    range.atMost === undefined ? '' : ` of at most ${range.atMost}`,
  ].filter((limit) => limit !== '');
  throw invalid(name, text, `${expected}${limits.join(' and')}`);
}

function asChoice<T extends readonly string[]>(name: string, text: string, choices: T): T[number] {
  const choice = choices.find((one) => one === text);
  if (choice !== undefined) return choice;
  if (text === '') return missing(name);
  throw invalid(name, text, `one of ${choices.join(', ')}`);
}

function invalid(name: string, text: string, expected: string): Failure {
  const shown = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return new Failure('input-invalid', { what: `The input "${name}" is "${shown}".`, fix: `Write ${expected}.` });
}
