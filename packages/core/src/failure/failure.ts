import type { FailureCode } from './catalogue.ts';

interface Explanation {
  /** What happened, with the actual value. One sentence. */
  readonly what: string;
  /** What to change, naming the input, permission or command. One or two sentences. */
  readonly fix: string;
  readonly cause?: unknown;
  /** A step before has left it on the page of the run. */
  readonly told?: boolean;
}

/** An end that we expected: it has a code, says what happened and what to change. Anything else that is thrown is a bug. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly what: string;
  readonly fix: string;
  readonly told: boolean;

  constructor(code: FailureCode, { what, fix, cause, told = false }: Explanation) {
    super(`${what} ${fix}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.what = what;
    this.fix = fix;
    this.told = told;
  }
}
