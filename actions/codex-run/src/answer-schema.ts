import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@codex-worker/core';
import { type GitHubClient, readRepositoryFile } from '@codex-worker/github';

/** A JSON Schema that answers are to fit. */
export interface AnswerSchema {
  /** As Codex is given it. */
  readonly text: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Where a schema that is named by its path is read from. */
export type SchemaPlace =
  /** A thread's branch may be anybody's who proposes a change: what is checked is what the default branch says. */
  | { readonly kind: 'branch'; readonly client: GitHubClient; readonly branch: string }
  /** The checkout of a pipeline of one's own. */
  | { readonly kind: 'folder'; readonly folder: string };

/** OpenAI takes none that are larger. */
const LARGEST = 120_000;

/** Reads what the input `output-schema` is or names; undefined where it is empty. */
export async function readAnswerSchema(
  given: string | undefined,
  place: () => Promise<SchemaPlace>,
): Promise<AnswerSchema | undefined> {
  if (given === undefined) return undefined;
  if (given.startsWith('{')) return parseSchema(given, 'it');
  const from = await place();
  const where = from.kind === 'branch' ? `on the branch \`${from.branch}\`` : `in ${from.folder}`;
  const text = await fileAt(given, from);
  if (text === undefined) {
    throw invalid(
      `The input "output-schema" is "${given}", and there is no such file ${where}.`,
      'Put the schema there, or write the JSON itself into the input.',
    );
  }
  return parseSchema(text, `the file "${given}" ${where}`);
}

async function fileAt(name: string, from: SchemaPlace): Promise<string | undefined> {
  if (from.kind === 'branch') return readRepositoryFile(from.client, name, from.branch);
  // A file that cannot be read is as good as none: the message names it.
  return readFile(path.resolve(from.folder, name), 'utf8').catch(() => undefined);
}

function parseSchema(text: string, what: string): AnswerSchema {
  if (text.length > LARGEST) {
    throw invalid(
      `The input "output-schema": ${what} has ${text.length} characters.`,
      `Use a schema of at most ${LARGEST}.`,
    );
  }
  const schema = parsed(text, what);
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw invalid(
      `The input "output-schema": ${what} is JSON, and no JSON Schema.`,
      'Write an object with "type": "object" and "properties".',
    );
  }
  return { text, schema: Object.fromEntries(Object.entries(schema)) };
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw invalid(
      `The input "output-schema": ${what} is no JSON: ${why.slice(0, 200)}.`,
      'Mend the JSON; or, for a file, write its path without a brace.',
    );
  }
}

const invalid = (what: string, fix: string): Failure => new Failure('input-invalid', { what, fix });
