import type { Threat } from '../threat.ts';

export const wordsThreats = [] as const satisfies readonly Threat[];
