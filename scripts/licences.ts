import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BundledPackage } from './bundled-packages.ts';

/** The licences of packages, each text once: whoever ships their code ships these too. */
export async function licencesOf(packages: readonly BundledPackage[]): Promise<string> {
  const found = await Promise.all(packages.map(licenceOf));
  const holders = Map.groupBy(found, ({ text }) => text);
  const parts = [...holders].map(([text, held]) => `${held.map(({ name }) => name).join(', ')}\n\n${text}\n`);
  return parts.join(`\n${'-'.repeat(80)}\n\n`);
}

interface Licence {
  /** With version and short licence. */
  readonly name: string;
  readonly text: string;
}

const withoutText = 'Published without a file that holds its licence; what its manifest says stands behind its name.';

async function licenceOf({ name, version, licence, folder }: BundledPackage): Promise<Licence> {
  const file = (await readdir(folder)).sort().find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? withoutText : await readFile(path.join(folder, file), 'utf8');
  return {
    name: `${name} ${version} (${licence ?? 'no licence named'})`,
    text: text.replaceAll('\r\n', '\n').trim(),
  };
}
