import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The licences of the packages that files of `node_modules` belong to: whoever ships their code ships these too. */
export async function licencesOf(root: string, files: readonly string[]): Promise<string> {
  const folders = new Set(files.map(packageFolder).filter((folder) => folder !== undefined));
  const found = await Promise.all([...folders].map((folder) => licenceOf(path.join(root, folder))));
  const holders = Map.groupBy(found.sort(byName), ({ text }) => text);
  const parts = [...holders].map(([text, packages]) => `${packages.map(({ name }) => name).join(', ')}\n\n${text}\n`);
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/.pnpm/tar@7.5.23/node_modules/tar/dist/x.js` belongs to `…/node_modules/tar`. */
function packageFolder(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

interface Licence {
  /** With version and short licence. */
  readonly name: string;
  readonly text: string;
}

async function licenceOf(folder: string): Promise<Licence> {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).sort().find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : await readFile(path.join(folder, file), 'utf8');
  const short = typeof license === 'string' ? ` (${license})` : '';
  return { name: `${name} ${version}${short}`, text: text.replaceAll('\r\n', '\n').trim() };
}

const byName = (a: Licence, b: Licence): number => (a.name < b.name ? -1 : 1);
