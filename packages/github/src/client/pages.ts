/** As many as GitHub gives at a time. */
export const PER_PAGE = 100;

export interface Pages<T> {
  readonly items: readonly T[];
  /** Whether there may be more than was read. */
  readonly cut: boolean;
}

/** Reads the first pages of a list, each by its number, until one is not full. */
export async function firstPages<T>(most: number, page: (number: number) => Promise<readonly T[]>): Promise<Pages<T>> {
  const items: T[] = [];
  for (let number = 1; number <= most; number += 1) {
    const found = await page(number);
    items.push(...found);
    if (found.length < PER_PAGE) return { items, cut: false };
  }
  return { items, cut: true };
}
