import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Each step is a process of its own; on a busy machine one takes a second.
  test: { testTimeout: 30_000, hookTimeout: 30_000, maxWorkers: 1 },
});
