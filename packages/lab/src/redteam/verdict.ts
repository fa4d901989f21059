import type { Attack } from './attack.ts';

/** How one run of an attack ended. */
export type AttackEnd =
  | { readonly kind: 'won' }
  | { readonly kind: 'lost' }
  /** It uses more of the product than was to be run. */
  | { readonly kind: 'left-out' }
  | { readonly kind: 'threw'; readonly message: string };

export type Outcome =
  /** It lost against the product, and won where its defence was gone. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'not-stopped' }
  /** It lost also where its defence was gone: it proves nothing. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'broken'; readonly message: string }
  | { readonly kind: 'left-out' };

export interface Verdict {
  readonly attack: Attack;
  readonly outcome: Outcome;
  /** Both runs together. */
  readonly ms: number;
}

/** What the two runs of an attack prove. */
export function judge(asItIs: AttackEnd, without: AttackEnd): Outcome {
  if (asItIs.kind === 'left-out' || without.kind === 'left-out') return { kind: 'left-out' };
  if (asItIs.kind === 'won') return { kind: 'not-stopped' };
  if (asItIs.kind === 'threw') return { kind: 'broken', message: `Against the product: ${asItIs.message}` };
  if (without.kind === 'threw') return { kind: 'broken', message: `Without the defence: ${without.message}` };
  return { kind: without.kind === 'won' ? 'stopped' : 'empty' };
}
