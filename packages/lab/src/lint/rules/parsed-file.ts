import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { ProjectFile } from '../project-files.ts';

/** A key or an item of a YAML file. */
export interface Place {
  /** The keys that lead to it, its own last; items of a list are numbers. */
  readonly keys: readonly string[];
  /** Counted from 1. */
  readonly line: number;
  readonly value: unknown;
}

/** A workflow or an action, with where everything in it stands. */
export interface ParsedFile {
  readonly path: string;
  readonly lines: readonly string[];
  readonly places: readonly Place[];
}

/** Reads a workflow or an action. */
export function parseFile({ path, text }: ProjectFile): ParsedFile {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lineOf = (node: unknown) => (isNode(node) && node.range ? counter.linePos(node.range[0]).line : 1);
  const valueIn = (node: unknown): unknown => (isNode(node) ? node.toJS(document) : null);

  function* placesIn(node: unknown, above: readonly string[]): Generator<Place> {
    for (const [key, at, value] of entriesOf(node)) {
      const keys = [...above, key];
      yield { keys, line: lineOf(at), value: valueIn(value) };
      yield* placesIn(value, keys);
    }
  }
  return { path, lines: text.split('\n'), places: [...placesIn(document.contents, [])] };
}

/** Each entry: its key, the node that says where it stands, its value. */
function entriesOf(node: unknown): readonly (readonly [string, unknown, unknown])[] {
  if (isMap(node)) return node.items.map((pair: Pair) => [keyOf(pair), pair.key, pair.value] as const);
  if (isSeq(node)) return node.items.map((item, index) => [String(index), itemOf(item), item] as const);
  return [];
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : '';
}

/** A step stands where its first key does. */
function itemOf(item: unknown): Node | undefined {
  if (isMap(item) && isPair(item.items[0]) && isNode(item.items[0].key)) return item.items[0].key;
  return isNode(item) ? item : undefined;
}

/** The last key of a place. */
export function nameOf({ keys }: Place): string {
  return keys.at(-1) ?? '';
}

/** What a place holds under a key, where it is a mapping. */
export function valueUnder(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** The expressions in a place's own text; that of `if` is one even without its braces. */
export function expressionsIn(place: Place): readonly string[] {
  if (typeof place.value !== 'string') return [];
  const found = [...place.value.matchAll(/\$\{\{([\s\S]*?)\}\}/g)].map(([, expression = '']) => expression.trim());
  return found.length === 0 && nameOf(place) === 'if' ? [place.value] : found;
}
