import type { Served } from './asking.ts';
import { graphqlError } from './graphql-error.ts';

/** The part of a list that a query asks for. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

// GitHub's limit on the size of a page.
const pageLimit = 100;

/** A field that lists things in pages, as GitHub's connections do. */
export function connection<Item>(name: string, items: readonly Item[], toNode: (item: Item) => Served | null) {
  return (page: PageArguments): Served => {
    const from = page.after ? positionOf(page.after) : 0;
    const to = page.before ? positionOf(page.before) - 1 : items.length;
    const [start, end] = cut(name, page, from, Math.max(from, to));
    const nodes = items.slice(start, end).map(toNode);
    return {
      totalCount: items.length,
      nodes,
      edges: nodes.map((node, at) => ({ node, cursor: cursorOf(start + at + 1) })),
      pageInfo: {
        hasNextPage: end < items.length,
        hasPreviousPage: start > 0,
        startCursor: nodes.length === 0 ? null : cursorOf(start + 1),
        endCursor: nodes.length === 0 ? null : cursorOf(end),
      },
    };
  };
}

function cut(name: string, { first, last }: PageArguments, from: number, to: number): readonly [number, number] {
  const asked = first ?? last ?? undefined;
  if (asked === undefined)
    throw graphqlError(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  if (asked > pageLimit)
    throw graphqlError(
      'EXCESSIVE_PAGINATION',
      `Requesting ${asked} records on the \`${name}\` connection exceeds the \`${first ? 'first' : 'last'}\` limit of ${pageLimit} records.`,
    );
  const end = typeof first === 'number' ? Math.min(from + first, to) : to;
  return [typeof last === 'number' ? Math.max(from, end - last) : from, end];
}

function cursorOf(position: number): string {
  return Buffer.from(`cursor:${position}`).toString('base64');
}

function positionOf(cursor: string): number {
  const [, position] = /^cursor:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  if (position === undefined)
    throw graphqlError('UNPROCESSABLE', `\`${cursor}\` does not appear to be a valid cursor.`);
  return Number(position);
}
