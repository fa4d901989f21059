import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@codex-worker/core';
import type { LoanOrder } from './lend.ts';
import type { Root } from './root.ts';

/** Sees to it that the user reaches its files: folders of our own let it through, and others have to let everybody. */
export async function openFolders(order: LoanOrder): Promise<void> {
  const { root, id, workspace, codexHome, home, binary } = order;
  // The folder of the run's state and the one above it are made for us alone.
  const state = path.dirname(codexHome);
  const ours = new Set([state, path.dirname(state)]);
  // Where Codex is installed is no secret.
  const installed = path.dirname(path.dirname(binary));
  const folders = new Set([workspace, codexHome, home, binary].flatMap(ancestors));
  for (const folder of folders) {
    const { mode, uid } = await lstat(folder);
    if ((mode & 0o001) !== 0) continue;
    if (folder === installed) await root.run('chmod', 'o+rx', '--', folder);
    else if (ours.has(folder) && uid === process.getuid?.()) await letGroupThrough(root, id, folder);
    else throw closed(folder);
  }
}

async function letGroupThrough(root: Root, id: number, folder: string): Promise<void> {
  await root.run('chgrp', `${id}`, '--', folder);
  await root.run('chmod', 'g+x', '--', folder);
}

function ancestors(file: string): readonly string[] {
  const parent = path.dirname(file);
  return parent === file ? [] : [...ancestors(parent), parent];
}

function closed(folder: string): Failure {
  return new Failure('safety', {
    what: `Codex cannot be given a user of its own: the folder ${folder} lets no other user through.`,
    fix: `Run \`chmod o+x ${folder}\` in a step before this one, or set the input \`safety\` to \`sandbox\`.`,
  });
}
