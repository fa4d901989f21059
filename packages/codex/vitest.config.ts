import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // The tests with the real CLI wait for it; on a busy machine a turn takes seconds.
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
