import type { Threat } from '../threat.ts';

export const standingThreats = [] as const satisfies readonly Threat[];
