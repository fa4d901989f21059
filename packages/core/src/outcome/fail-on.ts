import { catalogue, type FailureCode } from '../failure/catalogue.ts';
import { Failure } from '../failure/failure.ts';
import type { Outcome } from './outcome.ts';

/** What can make a run red. A run that was cancelled is never green. */
const words = ['failed', 'schema-mismatch', 'refused', 'no-change', 'changed', 'cancelled'] as const;
export type FailOnWord = (typeof words)[number];

/** Unless a workflow says otherwise: a run that delivered nothing, or something else than was asked for, is red. */
const USUAL: readonly FailOnWord[] = ['failed', 'schema-mismatch'];

const NEVER = 'never';

/** Reads the words between commas or line ends; none at all is the usual. */
export function parseFailOn(text: string): ReadonlySet<FailOnWord> {
  const given = text
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (given.length === 0) return new Set(USUAL);
  if (given.length === 1 && given[0] === NEVER) return new Set();
  return new Set(given.map(asWord));
}

function asWord(given: string): FailOnWord {
  const word = words.find((one) => one === given);
  if (word !== undefined) return word;
  const shown = given.length > 80 ? `${given.slice(0, 79)}…` : given;
  throw new Failure('input-invalid', {
    what:
      given === NEVER ? 'The input "fail-on" has "never" beside other words.' : `The input "fail-on" has "${shown}".`,
    fix: `Write one or several of ${words.join(', ')}, or never alone.`,
  });
}

/** How a run came out, as far as it decides about its colour. */
export interface CameOut {
  readonly outcome: Outcome;
  readonly changed?: boolean;
  /** Why there is no answer, or not the one that was asked for. */
  readonly failure?: { readonly code: FailureCode; readonly what: string; readonly fix: string } | undefined;
}

/** The failure that a run ends red with; undefined where it is green. */
export function redBy({ outcome, changed, failure }: CameOut, failOn: ReadonlySet<FailOnWord>): Failure | undefined {
  switch (outcome) {
    case 'cancelled':
      return new Failure('cancelled', {
        what: 'The run was cancelled while Codex worked.',
        fix: 'Reply in the thread to go on.',
      });
    case 'failed':
    case 'schema-mismatch':
      return failure && failOn.has(outcome) ? new Failure(failure.code, failure) : undefined;
    case 'refused':
      return named('refused', failOn);
    case 'answered':
      return named(changed ? 'changed' : 'no-change', failOn);
    case 'nothing':
      return undefined;
  }
}

function named(word: FailOnWord, failOn: ReadonlySet<FailOnWord>): Failure | undefined {
  if (!failOn.has(word)) return undefined;
  const what = `The run came out as "${word}", and the input "fail-on" names that.`;
  return new Failure('fail-on', { what, fix: catalogue['fail-on'].fix });
}
