import { statSync } from 'node:fs';
import path from 'node:path';
import { sharedCache } from '../tool-cache.ts';

/** Where a user of Codex's own cannot reach a folder of this machine, the lab cannot run with one. */
export const canLend: boolean = process.getuid?.() === 0 && everybodyPasses(sharedCache());

function everybodyPasses(folder: string): boolean {
  const parent = path.dirname(folder);
  // What is not there yet is made by this run.
  const mode = statSync(folder, { throwIfNoEntry: false })?.mode ?? 0o001;
  return (mode & 0o001) !== 0 && (parent === folder || everybodyPasses(parent));
}
