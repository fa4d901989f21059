import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../refusal.ts';
import type { PlannedFile } from './plan-files.ts';
import type { CallerFile } from './render-callers.ts';

/** What stands where the files would go. */
export function besideWhatIs(files: readonly CallerFile[], there: ReadonlyMap<string, string>): readonly PlannedFile[] {
  return files.map((file) => ({ ...file, before: there.get(file.path) }));
}

/** Writes the files. One that was not there a moment ago still must not be. */
export async function writeFiles(folder: string, files: readonly PlannedFile[]): Promise<void> {
  for (const file of files) {
    const full = path.join(folder, file.path);
    try {
      await mkdir(path.dirname(full), { recursive: true });
      await writeFile(full, file.text, { flag: file.before === undefined ? 'wx' : 'w' });
    } catch (error) {
      throw new Refusal(`${full} cannot be written: ${error instanceof Error ? error.message : String(error)}.`);
    }
  }
}
