import { Failure, LOGIN } from '@codex-worker/core';
import type { InputReader } from './inputs.ts';

// With a hyphen before it, a name is most likely an item of a list in YAML.
const login = new RegExp(`^(?!-)${LOGIN}$`);

/** Exact logins, one by one: what looks like a pattern or a team would let in others than its author meant, or nobody. */
export function loginsInput(input: InputReader, name: string): readonly string[] {
  return input.optionallyParsed(name, (text) => text.split('\n').flatMap((line) => loginsOf(name, line))) ?? [];
}

function loginsOf(name: string, line: string): readonly string[] {
  if (line.trim() === '') return [];
  // A comma at the end of a line separates it from the next.
  const entries = line.replace(/,\s*$/, '').split(',');
  return entries.map((entry) => loginOf(name, entry.trim()));
}

function loginOf(name: string, entry: string): string {
  if (login.test(entry)) return entry;
  throw new Failure('input-invalid', {
    what: `The input "${name}" has ${entry === '' ? 'an empty name' : `"${entry.slice(0, 80)}", which is no login`}.`,
    fix: `Write exact logins, as alice or renovate[bot]: no @, no team, no wildcard, and nothing between two commas.${entry.includes('*') ? ' Nobody can be let in by a pattern; lower "minimum-permission" instead.' : ''}`,
  });
}
