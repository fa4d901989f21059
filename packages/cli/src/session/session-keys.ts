import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { Misuse } from '../misuse.ts';

/** A key, and where it came from: only that is ever printed. */
export interface NamedKey {
  readonly from: string;
  readonly value: string;
}

/** In the order in which the workflows prefer them. */
const VARIABLES = ['SESSION_KEY', 'OLD_SESSION_KEY', 'OPENAI_API_KEY'];

/** The keys to try, by what the person named. */
export async function readKeys(keyFile: string | undefined, env: NodeJS.ProcessEnv): Promise<readonly NamedKey[]> {
  if (keyFile === undefined) return fromEnvironment(env);
  const from = keyFile === '-' ? 'the standard input' : keyFile;
  const value = (keyFile === '-' ? await text(process.stdin) : await read(keyFile)).trim();
  if (value === '') throw new Misuse(`The key from ${from} is empty. Give the key that the session was sealed with.`);
  return [{ from, value }];
}

function fromEnvironment(env: NodeJS.ProcessEnv): readonly NamedKey[] {
  const keys = VARIABLES.flatMap((from) => {
    const value = env[from]?.trim() ?? '';
    return value === '' ? [] : [{ from, value }];
  });
  if (keys.length > 0) return keys;
  throw new Misuse(
    `There is no key. Set SESSION_KEY or OPENAI_API_KEY in the environment, or name a file with --key-file.`,
  );
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Misuse(
      `The key file "${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}
