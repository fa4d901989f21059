import type { RequestId } from '@codex-worker/core';

/** The ids that GraphQL knows things by, as far as REST has told them. */
export interface SeenNodes {
  of(id: RequestId): string | undefined;
  /** Remembers bodies of the API, and hands them on. */
  note<T extends { readonly id: number; readonly node_id?: string }>(kind: Kind, bodies: readonly T[]): readonly T[];
  noteIssue(number: number, node: string | undefined): void;
}

type Kind = 'comment' | 'review-comment' | 'review';

/** Only a body of the API tells the id of its node: that of a request's number is nowhere documented. */
export function seenNodes(known: ReadonlyMap<RequestId, string>): SeenNodes {
  const nodes = new Map(known);
  return {
    of: (id) => nodes.get(id),
    note: (kind, bodies) => {
      for (const { id, node_id: node } of bodies) if (node) nodes.set(`${kind}-${id}`, node);
      return bodies;
    },
    noteIssue: (number, node) => {
      if (node) nodes.set(`issue-${number}`, node);
    },
  };
}
