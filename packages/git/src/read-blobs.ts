import type { Git } from './run-git.ts';

/** The contents of objects, all in one process: each answer is a line with the length, the bytes, and a line end. */
export async function readBlobs(git: Git, shas: readonly string[]): Promise<readonly Buffer[]> {
  if (shas.length === 0) return [];
  const output = await git.run(['cat-file', '--batch'], { input: `${shas.join('\n')}\n` });
  const blobs: Buffer[] = [];
  let at = 0;
  for (const _ of shas) {
    const lineEnd = output.indexOf('\n', at);
    const length = Number(output.toString('latin1', at, lineEnd).split(' ')[2]);
    blobs.push(output.subarray(lineEnd + 1, lineEnd + 1 + length));
    at = lineEnd + 1 + length + 1;
  }
  return blobs;
}
