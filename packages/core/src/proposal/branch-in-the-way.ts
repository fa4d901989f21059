/**
 * Why a branch cannot be made: git keeps branches as files, so that none is below the name of another. Undefined where
 * nobody tells which one it is.
 */
export const branchInTheWay = (other: string | undefined): string =>
  `${other === undefined ? 'another branch' : `the branch ${other}`} is in the way: git has no branches below the name of another. Rename it, or set another \`branch\` in the workflow`;
