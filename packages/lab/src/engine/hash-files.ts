import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** The value of `hashFiles(…)`: a digest over the digests of the files, empty when none match. */
export function hashFiles(workspace: string, patterns: readonly string[]): string {
  const all = patterns.flatMap((pattern) => pattern.split('\n')).map((pattern) => pattern.trim());
  const exclude = all.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const include = all.filter((pattern) => pattern !== '' && !pattern.startsWith('!'));
  const files = globSync(include, { cwd: workspace, exclude })
    .map((file) => path.join(workspace, file))
    .filter((file) => statSync(file).isFile())
    .sort();
  if (files.length === 0) return '';
  const hash = createHash('sha256');
  for (const file of files) hash.update(createHash('sha256').update(readFileSync(file)).digest());
  return hash.digest('hex');
}
