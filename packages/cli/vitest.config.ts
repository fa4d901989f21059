import { defineConfig } from 'vitest/config';

// The command is started as a process of its own: on a busy machine that takes seconds.
export default defineConfig({ test: { testTimeout: 30_000 } });
