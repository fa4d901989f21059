import { vi } from 'vitest';

export * from './open-scene.ts';
export { answersIn, errorsOf, jobOf, noticesOf, outputOf } from './run-page.ts';
export { until } from './until.ts';

// A turn with the real Codex takes some two seconds, and much more where other things run beside it.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000, maxConcurrency: 4 });
