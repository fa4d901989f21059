import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  // The demo repository brings tests of its own, for `node --test`.
  test: { exclude: [...configDefaults.exclude, 'demo/**'] },
});
