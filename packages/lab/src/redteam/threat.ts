/** A line of docs/threat-model.md: who might take what, by which way, and what stands in it. */
export interface Threat {
  /** In kebab-case; attacks name it. */
  readonly id: string;
  /** What would be lost. */
  readonly asset: string;
  /** Who could try. */
  readonly attacker: string;
  /** How they would. */
  readonly path: string;
  /** What stops them. */
  readonly defence: string;
  /** What remains possible, or `nothing known`. */
  readonly left: string;
}
