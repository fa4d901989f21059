const PER_PAGE = 100;
/** More than anybody has: a server that always sends a full page is not asked for ever. */
const MOST_PAGES = 50;

interface Page {
  readonly page: number;
  readonly per_page: number;
}

/** All entries of a list that GitHub gives page by page. */
export async function allPages<T>(read: (page: Page) => Promise<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const entries = await read({ page, per_page: PER_PAGE });
    all.push(...entries);
    if (entries.length < PER_PAGE) break;
  }
  return all;
}
