/** A parsed YAML file: literals, expressions still to be evaluated, and their containers. */
export type Tree =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly at: Position }
  | { readonly kind: 'expression'; readonly expression: string; readonly at: Position }
  | { readonly kind: 'sequence'; readonly items: readonly Tree[]; readonly at: Position }
  | { readonly kind: 'mapping'; readonly entries: readonly TreeEntry[]; readonly at: Position };

export interface TreeEntry {
  readonly key: string;
  readonly value: Tree;
}

/** One-based place in a file; zeros when it is unknown. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The entries of a mapping; none of anything else. */
export function entriesOf(tree: Tree | undefined): readonly TreeEntry[] {
  return tree?.kind === 'mapping' ? tree.entries : [];
}

/** The value under a key, case-sensitive as in YAML. */
export function child(tree: Tree | undefined, key: string): Tree | undefined {
  return entriesOf(tree).find((entry) => entry.key === key)?.value;
}

/** A literal as text, undefined when there is none or it is an expression. */
export function literalText(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'literal' && tree.value !== null ? String(tree.value) : undefined;
}

/** One text or a list of texts, as `needs`, `types` and `branches` allow. */
export function textList(tree: Tree | undefined): readonly string[] {
  if (tree?.kind === 'sequence') return tree.items.flatMap((item) => literalText(item) ?? []);
  return [literalText(tree) ?? []].flat();
}
