import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@codex-worker/core';

/** A folder in which the actions of a job pass work to each other. Only the user of the job can read it. */
export interface StateDirectory {
  readonly path: string;
  /** A JSON document by its file name; undefined when nobody wrote it. */
  read(name: string): Promise<unknown>;
  write(name: string, document: unknown): Promise<void>;
  /** The path of a folder in it, made if it is missing. */
  folder(name: string): Promise<string>;
}

export function stateDirectory(directory: string): StateDirectory {
  const fileOf = (name: string): string => path.join(directory, name);
  const folder = async (name: string): Promise<string> => {
    const made = path.join(directory, name);
    await mkdir(made, { recursive: true, mode: 0o700 });
    return made;
  };
  return {
    path: directory,
    folder,
    read: (name) => readDocument(fileOf(name)),
    async write(name, document) {
      await folder('.');
      // A job that is killed while it writes must not leave half a document.
      await writeFile(`${fileOf(name)}.new`, JSON.stringify(document), { mode: 0o600 });
      await rename(`${fileOf(name)}.new`, fileOf(name));
    },
  };
}

async function readDocument(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new Failure('input-invalid', {
      what: `The state file "${file}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: 'Give every action of the job the same "state-dir", and let nothing else write there.',
      cause,
    });
  }
}
