// Makes of the command what is packed: its code in chunks, so that --help loads no more than it needs, the licences of what is in it, and the files of the product
// that it reads.
import { cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { bundledPackages } from '../../../scripts/bundled-packages.ts';
import { licencesOf } from '../../../scripts/licences.ts';

const folder = path.dirname(import.meta.dirname);
const root = path.resolve(folder, '../..');

const code = path.join(folder, 'bin/code');
await rm(code, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: [path.join(folder, 'src/main.ts')],
  outdir: code,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunk-[hash]',
  splitting: true,
  // The client that uploads: the command reads artifacts by GitHub's API, and never loads it.
  external: ['@actions/artifact'],
  bundle: true,
  minify: true,
  platform: 'node',
  // The oldest release that bin/codex-worker.mjs lets pass.
  target: 'node22.15',
  format: 'esm',
  // All licences stand whole in LICENCES.txt.
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  // Bundled CommonJS calls require('node:…').
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
});
const sources = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
await writeFile(path.join(folder, 'LICENCES.txt'), await licencesOf(await bundledPackages(root, sources)));

const product = path.join(folder, 'product');
await rm(product, { recursive: true, force: true });
for (const name of ['codex', 'queue', 'sweeper']) await copy(`examples/${name}.yml`);
for (const name of ['codex-worker', 'codex-worker-drain', 'codex-worker-sweep']) {
  await copy(`.github/workflows/${name}.yml`);
}

function copy(file: string): Promise<void> {
  return cp(path.join(root, file), path.join(product, file));
}
