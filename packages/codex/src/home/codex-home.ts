import { mkdir, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@codex-worker/core';
import { type CodexConfig, renderConfig } from './config.ts';

export interface HomeOrder {
  readonly folder: string;
  readonly workspace: string;
  /** Folders that the sandbox lets a model write to: `/tmp` and `TMPDIR`. */
  readonly temporaryFolders: readonly string[];
}

/** An open `CODEX_HOME`. */
export interface CodexHome {
  readonly folder: string;
  /** What is not as it should be about its place, for the log. */
  readonly warning: string | undefined;
}

/** Makes `CODEX_HOME`, unless it is where the model could rewrite its own settings. */
export async function openCodexHome(order: HomeOrder): Promise<CodexHome> {
  await mkdir(order.folder, { recursive: true, mode: 0o700 });
  const folder = await realpath(order.folder);
  if (await isInside(folder, order.workspace)) throw insideWorkspace(folder, order.workspace);
  for (const temporary of order.temporaryFolders) {
    if (await isInside(folder, temporary)) return { folder, warning: inTemporary(folder, temporary) };
  }
  return { folder, warning: undefined };
}

/** Writes the settings of this run; those of an earlier run name another port. */
export async function configure(home: CodexHome, config: CodexConfig): Promise<void> {
  await writeFile(path.join(home.folder, 'config.toml'), renderConfig(config), { mode: 0o600 });
}

async function isInside(folder: string, parent: string): Promise<boolean> {
  const real = await realpath(parent).catch(() => path.resolve(parent));
  const relative = path.relative(real, folder);
  return relative === '' || !(relative === '..' || relative.startsWith(`..${path.sep}`));
}

function insideWorkspace(folder: string, workspace: string): Failure {
  return new Failure('input-invalid', {
    what: `The folder for Codex's state is ${folder}, inside the workspace ${workspace}, where a model can rewrite it.`,
    fix: 'Choose a folder outside the workspace for `state-dir`.',
  });
}

function inTemporary(folder: string, temporary: string): string {
  return `The folder for Codex's state is ${folder}, inside ${temporary}, where a model can rewrite it. Choose a folder elsewhere for \`state-dir\`.`;
}
