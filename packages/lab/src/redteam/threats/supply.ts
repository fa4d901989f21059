import type { Threat } from '../threat.ts';

export const supplyThreats = [] as const satisfies readonly Threat[];
