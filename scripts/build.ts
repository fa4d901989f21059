// Bundles the actions into dist/: one entry for each action and the chunks that they share. What they hold of others is
// listed beside it, in sbom.cdx.json.
//
//   node scripts/build.ts [--out FOLDER]
import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { bundledPackages } from './bundled-packages.ts';
import { licencesOf } from './licences.ts';
import { readOrExit } from './misuse.ts';
import { sbomOf } from './sbom.ts';
import { proxying, undiciShim } from './undici-shim.ts';
import { withoutArrow } from './without-arrow.ts';

const root = path.dirname(import.meta.dirname);
const out = { type: 'string', default: path.join(root, 'dist') } as const;
const { values } = readOrExit(() => parseArgs({ options: { out } }));
const actions = await readdir(path.join(root, 'actions'));

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  // All licences stand whole in LICENCES.txt.
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
} as const;

const bundles = await build({
  ...common,
  entryPoints: Object.fromEntries(actions.map((action) => [action, path.join(root, 'actions', action, 'src/main.ts')])),
  outdir: values.out,
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.mjs' },
  // Beside the entries, so that every file finds undici.cjs in its own folder.
  chunkNames: 'chunk-[name]-[hash]',
  // Bundled CommonJS calls require('node:…').
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  plugins: [undiciShim, withoutArrow],
});

// Read only where a proxy is set; see undici-shim.ts.
const proxied = await build({
  ...common,
  // Two files of it: its index has a third more, of which nothing is asked for.
  stdin: { contents: proxying, resolveDir: root, loader: 'js' },
  outfile: path.join(values.out, 'undici.cjs'),
  format: 'cjs',
});

const outputs = [bundles, proxied].flatMap(({ metafile }) => Object.values(metafile.outputs));
const sources = outputs.flatMap(({ inputs }) => Object.keys(inputs));
const packages = await bundledPackages(root, sources);
await writeFile(path.join(values.out, 'LICENCES.txt'), await licencesOf(packages));
// Not in it: the runner downloads dist/ for every job.
await writeFile(path.join(path.dirname(values.out), 'sbom.cdx.json'), await sbomOf(root, packages));

// Last, and file by file: whoever runs an action at the same time must find it.
const written = [bundles, proxied].flatMap(({ metafile }) => Object.keys(metafile.outputs));
const kept = new Set(['LICENCES.txt', ...written.map((file) => path.basename(file))]);
for (const name of await readdir(values.out)) {
  if (!kept.has(name)) await rm(path.join(values.out, name), { recursive: true });
}
