import type { Product } from './product.ts';
import type { ThreatId } from './threats.ts';

/** A place in the product's sources, and what stands there when a defence is taken away. */
export interface Change {
  /** From the product's root: `packages/core/src/reply/marker.ts`. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/** An attempt on the product. It has to fail, and to work as soon as its defence is gone. */
export interface Attack {
  /** Id of a row of threats.ts. */
  readonly threat: ThreatId;
  /** A sentence: "a command prints the environment of Codex". */
  readonly name: string;
  /** What it would win. */
  readonly wins: string;
  /** Takes its defence away, in a copy of the product's sources that is built for this one attack. */
  readonly without: readonly Change[];
  /** Whether the attacker got what they came for. Runs against the whole product, or against the product as it is without the defence. */
  run(product: Product): Promise<boolean>;
}
