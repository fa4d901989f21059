import { type Environment, evaluateTree } from './expressions.ts';
import type { Tree } from './tree.ts';

/** One combination of a matrix. */
export type Combination = Readonly<Record<string, unknown>>;

// GitHub's limit for the jobs of one matrix.
const mostCombinations = 256;

/** The combinations of a `strategy.matrix`; one, empty, without a matrix. Throws where GitHub makes nothing of it. */
export function expandMatrix(tree: Tree | undefined, environment: Environment): readonly Combination[] {
  if (tree === undefined) return [{}];
  const matrix = evaluateTree(tree, environment);
  if (!isRecord(matrix)) throw refused('A mapping was expected');
  const combinations = combinationsOf(matrix);
  if (combinations.length > mostCombinations) {
    throw refused(`The matrix has ${combinations.length} combinations, and ${mostCombinations} are the most`);
  }
  return combinations;
}

const refused = (why: string): Error => new Error(`Error when evaluating 'strategy'. ${why}`);

function combinationsOf({ include, exclude, ...axes }: Record<string, unknown>): readonly Combination[] {
  const empty = Object.entries(axes).find(([, values]) => asList(values).length === 0);
  if (empty) throw refused(`Matrix vector '${empty[0]}' does not contain any values`);
  if (Object.keys(axes).length === 0 && asList(include).length === 0) {
    throw refused('Matrix must define at least one vector');
  }
  const base = Object.entries(axes).reduce<readonly Combination[]>(
    (combinations, [axis, values]) =>
      combinations.flatMap((combination) => asList(values).map((value) => ({ ...combination, [axis]: value }))),
    Object.keys(axes).length === 0 ? [] : [{}],
  );
  const excluded = asList(exclude).filter(isRecord);
  const kept = base.filter(
    (combination) => !excluded.some((pattern) => agrees(combination, pattern, Object.keys(pattern))),
  );
  return addIncludes(kept, asList(include).filter(isRecord), Object.keys(axes));
}

/** An `include` extends the combinations that it does not contradict; one that fits none is a combination of its own. */
function addIncludes(
  base: readonly Combination[],
  includes: readonly Combination[],
  axes: readonly string[],
): readonly Combination[] {
  const combinations = [...base];
  for (const include of includes) {
    const shared = axes.filter((axis) => axis in include);
    const matching = base.flatMap((combination, index) => (agrees(combination, include, shared) ? [index] : []));
    for (const index of matching) combinations[index] = { ...combinations[index], ...include };
    if (matching.length === 0) combinations.push(include);
  }
  return combinations;
}

function agrees(combination: Combination, pattern: Combination, keys: readonly string[]): boolean {
  return keys.every((key) => JSON.stringify(combination[key]) === JSON.stringify(pattern[key]));
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
