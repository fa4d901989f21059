import { defineConfig } from 'vitest/config';

// Real git and a real server: on a busy machine a test takes seconds.
export default defineConfig({ test: { testTimeout: 30_000 } });
