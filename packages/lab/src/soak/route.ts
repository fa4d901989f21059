/** A kind of call that the product makes. */
export interface Route {
  /** `GET /repos/octo-org/demo/issues/:n` */
  readonly name: string;
  readonly method: string;
  /** Fits the path with its query. */
  readonly path: RegExp;
}

/** The kind of call that a request is one of. Storage, git and GraphQL tell theirs apart by the query. */
export function routeOf(method: string, path: string): Route {
  const [pathname = '', query = ''] = path.split('?');
  const parameter = /(?:^|&)((?:comp|service|operation)=[\w-]+)/.exec(query)?.[1];
  const parts = pathname.split('/').map((part, index, all) => generalPart(part, all[index - 1]));
  const name = `${method} ${parts.join('/')}${parameter === undefined ? '' : `?${parameter}`}`;
  const pattern = parts.map((part) => (part.startsWith(':') ? '[^/?]+' : literal(part))).join('/');
  const ending = parameter === undefined ? '(?:\\?|$)' : `\\?(?:.*&)?${literal(parameter)}(?:&|$)`;
  return { name, method, path: new RegExp(`^${pattern}${ending}`) };
}

function generalPart(part: string, before: string | undefined): string {
  if (before === 'collaborators') return ':login';
  if (before === 'blobs') return ':blob';
  return /^\d+$/.test(part) ? ':n' : part;
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
