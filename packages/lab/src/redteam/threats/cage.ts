import type { Threat } from '../threat.ts';

export const cageThreats = [] as const satisfies readonly Threat[];
