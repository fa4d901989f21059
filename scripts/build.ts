// Bundles the actions into dist/: one entry for each action and the chunks that they share.
//
//   node scripts/build.ts [--out FOLDER]
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { undiciShim } from './undici-shim.ts';

const root = path.dirname(import.meta.dirname);
const { values } = parseArgs({ options: { out: { type: 'string', default: path.join(root, 'dist') } } });
const actions = await readdir(path.join(root, 'actions'));

await rm(values.out, { recursive: true, force: true });
const common = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  legalComments: 'external',
  logLevel: 'warning',
} as const;

await build({
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
  plugins: [undiciShim],
});

// Read only where a proxy is set; see undici-shim.ts.
await build({
  ...common,
  stdin: { contents: "module.exports = require('undici')", resolveDir: root, loader: 'js' },
  outfile: path.join(values.out, 'undici.cjs'),
  format: 'cjs',
});
