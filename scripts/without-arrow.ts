import type { Plugin } from 'esbuild';

/** The blob client can read listings in Arrow's format with it, 240 kB of code; the artifact client lists no blobs. */
const absent = "throw new Error('apache-arrow is left out of this bundle: scripts/without-arrow.ts');";

export const withoutArrow: Plugin = {
  name: 'without-arrow',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^apache-arrow$/ }, () => ({ path: 'apache-arrow', namespace: 'without-arrow' }));
    onLoad({ filter: /.*/, namespace: 'without-arrow' }, () => ({ contents: absent, loader: 'js' }));
  },
};
