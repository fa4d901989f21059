import type { Threat } from '../threat.ts';

export const keysThreats = [] as const satisfies readonly Threat[];
