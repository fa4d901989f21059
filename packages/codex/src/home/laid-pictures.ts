import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Pictures for one turn, where Codex can read them. They are gone when it is over. */
export interface LaidPictures extends AsyncDisposable {
  readonly files: readonly string[];
}

/**
 * Copies pictures below `CODEX_HOME`: whoever runs Codex is lent that folder, no sandbox can write there, and no part of
 * the workspace is in it.
 */
export async function layPictures(home: string, pictures: readonly string[] = []): Promise<LaidPictures> {
  const folder = path.join(home, 'pictures');
  // A turn that was killed may have left its own.
  await rm(folder, { recursive: true, force: true });
  const files = pictures.map((file, index) => path.join(folder, `${index + 1}${path.extname(file)}`));
  if (files.length > 0) await mkdir(folder, { mode: 0o700 });
  for (const [index, file] of pictures.entries()) await copyFile(file, files[index] ?? folder);
  return { files, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
