import type { Threat } from '../threat.ts';

export const forksThreats = [] as const satisfies readonly Threat[];
