import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
  /** Takes away documents and folders of an earlier job: a machine that is kept may keep what is in a folder of one's own choice. */
  clear(names: readonly string[]): Promise<void>;
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
    async clear(names) {
      for (const name of names) await removeAll(fileOf(name));
    },
  };
}

/** What a turn of another user left when its machine stopped belongs to that user. */
async function removeAll(place: string): Promise<void> {
  try {
    await rm(place, { recursive: true, force: true });
  } catch (cause) {
    throw new Failure('input-invalid', {
      what: `What an earlier job left at "${place}" cannot be removed: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: 'Remove it on the machine, as root; or set another "state-dir" for every action of the job.',
      cause,
    });
  }
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
