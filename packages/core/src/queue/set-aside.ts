import { BROKEN_FOLDER, WAITING_FOLDER } from './queue-path.ts';
import type { QueueChange, QueueFile } from './request-queue.ts';

/** A file that cannot be served, and why. */
export interface SetAside {
  readonly file: QueueFile;
  readonly reason: string;
}

/** Where a file goes that nobody can serve. */
export function brokenPath(path: string): string {
  return `${BROKEN_FOLDER}${path.slice(WAITING_FOLDER.length)}`;
}

/** Moves a file out of the way as it is, with the reason beside it: nothing is lost. */
export function setAside({ file, reason }: SetAside): readonly QueueChange[] {
  const to = brokenPath(file.path);
  return [
    { kind: 'move', file, to },
    { kind: 'write', path: `${to}.reason`, text: `${reason}\n` },
  ];
}
