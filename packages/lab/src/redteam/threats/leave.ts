import type { Threat } from '../threat.ts';

export const leaveThreats = [] as const satisfies readonly Threat[];
