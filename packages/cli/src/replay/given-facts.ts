import { readFile } from 'node:fs/promises';
import { type Permission, parseJson, permissions, problemsOf, type ReviewTexts } from '@codex-worker/core';
import * as v from 'valibot';
import { Misuse } from '../misuse.ts';
import { headOf } from './replay-command-line.ts';

/** Where a pull request's commits come from. */
export interface GivenHead {
  /** Undefined: it is a branch of the repository itself. */
  readonly owner: string | undefined;
  readonly branch: string;
}

/** What is said of people and threads, so that GitHub need not be asked. */
export interface GivenFacts {
  /** Everybody's, but for those who are named. */
  readonly permission: Permission | undefined;
  /** By login, in lower case. */
  readonly permissions: ReadonlyMap<string, Permission>;
  /** Whether the worker was asked in the issue before. */
  readonly isThread: boolean | undefined;
  readonly head: GivenHead | undefined;
  readonly reviews: ReadonlyMap<number, ReviewTexts>;
}

const schema = v.strictObject({
  permission: v.optional(v.picklist(permissions)),
  permissions: v.optional(v.record(v.string(), v.picklist(permissions)), {}),
  thread: v.optional(v.boolean()),
  head: v.optional(v.string()),
  reviews: v.optional(
    v.record(
      v.pipe(v.string(), v.digits('Name reviews by their numbers.')),
      v.strictObject({ text: v.string(), comments: v.array(v.string()) }),
    ),
    {},
  ),
});

/** Adds what a file says. What the command line says goes before it. */
export async function withFactsFile(given: GivenFacts, file: string): Promise<GivenFacts> {
  const parsed = v.safeParse(schema, parseJson(await read(file)));
  if (!parsed.success) {
    throw new Misuse(
      `The facts in "${file}" cannot be used: ${problemsOf(parsed.issues, 'file')}. See codex-worker replay --help.`,
    );
  }
  const { permission, permissions: byLogin, thread, head, reviews } = parsed.output;
  const ofFile = Object.entries(byLogin).map(([login, level]) => [login.toLowerCase(), level] as const);
  return {
    permission: given.permission ?? permission,
    permissions: new Map([...ofFile, ...given.permissions]),
    isThread: given.isThread ?? thread,
    head: given.head ?? (head === undefined ? undefined : headOf('head', head)),
    reviews: new Map(Object.entries(reviews).map(([id, review]) => [Number(id), review])),
  };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Misuse(`"${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
