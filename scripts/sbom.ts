import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type BundledPackage, idOf } from './bundled-packages.ts';
import { digestsIn } from './lockfile.ts';

/** What a bundle holds, as a CycloneDX document with the digest of each package. The same packages give the same text. */
export async function sbomOf(root: string, packages: readonly BundledPackage[]): Promise<string> {
  const product = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const digests = digestsIn(await readFile(path.join(root, 'pnpm-lock.yaml'), 'utf8'));
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': 'product',
        name: product.name,
        version: product.version,
        licenses: [{ license: { id: product.license } }],
      },
    },
    components: packages.map((held) => component(held, digests)),
  };
  return `${JSON.stringify(document, undefined, 1)}\n`;
}

function component(held: BundledPackage, digests: ReadonlyMap<string, string>) {
  const [group, name] = held.name.startsWith('@') ? held.name.split('/') : [undefined, held.name];
  const purl = `pkg:npm/${held.name.replace('@', '%40')}@${held.version}`;
  const digest = digests.get(idOf(held));
  if (!digest) throw new Error(`pnpm-lock.yaml has no digest of ${idOf(held)}.`);
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group === undefined ? {} : { group }),
    name,
    version: held.version,
    hashes: [{ alg: 'SHA-512', content: digest }],
    // By name and not as an expression: a few manifests name a licence in words of their own.
    ...(held.licence === undefined ? {} : { licenses: [{ license: { name: held.licence } }] }),
    purl,
  };
}
