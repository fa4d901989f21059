import { type Environment, evaluateTree } from './expressions.ts';
import type { Tree } from './tree.ts';

/** One combination of a matrix. */
export type Combination = Readonly<Record<string, unknown>>;

/** The combinations of a `strategy.matrix`; one, empty, without a matrix. */
export function expandMatrix(tree: Tree | undefined, environment: Environment): readonly Combination[] {
  const matrix = evaluateTree(tree, environment);
  if (!isRecord(matrix)) return [{}];
  const { include, exclude, ...axes } = matrix;
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
