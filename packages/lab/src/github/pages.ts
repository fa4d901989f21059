import type { ApiContext } from './api.ts';

/** The page that a request asks for; GitHub gives 30 at a time, and 100 at most. */
export function pageOf(c: ApiContext): { readonly page: number; readonly perPage: number } {
  const number = (name: string, otherwise: number) => {
    const value = Number.parseInt(c.req.query(name) ?? '', 10);
    return Number.isNaN(value) || value < 1 ? otherwise : value;
  };
  return { page: number('page', 1), perPage: Math.min(number('per_page', 30), 100) };
}

/** Cuts the asked page out of all items and says in the `Link` header where the others are. */
export function paginate<Item>(c: ApiContext, items: readonly Item[]): readonly Item[] {
  const { page, perPage } = pageOf(c);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const links: string[] = [];
  if (page > 1) links.push(link(c, Math.min(page - 1, last), 'prev'));
  if (page < last) links.push(link(c, page + 1, 'next'), link(c, last, 'last'));
  if (page > 1) links.push(link(c, 1, 'first'));
  if (links.length > 0) c.header('link', links.join(', '));
  return items.slice((page - 1) * perPage, page * perPage);
}

function link(c: ApiContext, page: number, rel: string): string {
  const url = new URL(c.req.url);
  url.searchParams.set('page', String(page));
  return `<${url.href}>; rel="${rel}"`;
}

/** The same for lists that are read on from a cursor. */
export function paginateAfter<Item>(c: ApiContext, items: readonly Item[]): readonly Item[] {
  const { perPage } = pageOf(c);
  const cursor = Buffer.from(c.req.query('after') ?? '', 'base64url').toString();
  const start = /^\d+$/.test(cursor) ? Number(cursor) : 0;
  const end = start + perPage;
  if (end < items.length) {
    const url = new URL(c.req.url);
    url.searchParams.set('after', Buffer.from(String(end)).toString('base64url'));
    c.header('link', `<${url.href}>; rel="next"`);
  }
  return items.slice(start, end);
}
