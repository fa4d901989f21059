import { defineConfig } from 'vitest/config';

// Nothing in core has state outside its functions, so the test files may share one start of the machine.
export default defineConfig({ test: { isolate: false, pool: 'threads', maxWorkers: 1 } });
