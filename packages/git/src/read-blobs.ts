import type { Git } from './run-git.ts';

/**
 * The contents of objects, all in one process: each answer is a line with the length, the bytes, and a line end; for what is
 * not here, such as the commit of a submodule, the line alone.
 */
export async function readBlobs(git: Git, shas: readonly string[]): Promise<readonly (Buffer | undefined)[]> {
  if (shas.length === 0) return [];
  const output = await git.run(['cat-file', '--batch'], { input: `${shas.join('\n')}\n` });
  const blobs: (Buffer | undefined)[] = [];
  let at = 0;
  for (const _ of shas) {
    const lineEnd = output.indexOf('\n', at);
    const told = output.toString('latin1', at, lineEnd).split(' ')[2];
    if (told === undefined) {
      blobs.push(undefined);
      at = lineEnd + 1;
      continue;
    }
    const length = Number(told);
    blobs.push(output.subarray(lineEnd + 1, lineEnd + 1 + length));
    at = lineEnd + 1 + length + 1;
  }
  return blobs;
}
