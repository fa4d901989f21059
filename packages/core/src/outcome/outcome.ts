/**
 * How a run came out, for the pipeline that it is a part of. `answered` means that each answer of the run is one that was
 * asked for: with a schema, that it fits. Whether files changed is told apart.
 */
export const outcomes = ['nothing', 'answered', 'schema-mismatch', 'refused', 'cancelled', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];
