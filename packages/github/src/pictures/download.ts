import { type GitHubHosts, isOnTheWay, LARGEST_PICTURE, placeOf, type WhyUnread } from '@codex-worker/core';

/** A picture on a phone's worst day is there after some seconds; a turn does not wait longer for one. */
const TIMEOUT = 20_000;
const MOST_REDIRECTS = 3;

export type Downloaded =
  | { readonly kind: 'got'; readonly bytes: Buffer; readonly contentType: string | undefined }
  | { readonly kind: 'unread'; readonly why: WhyUnread };

/**
 * Downloads a picture from where this GitHub keeps them. Each address on the way is looked at before it is asked: nobody's
 * text makes this machine call another host, and no token is sent to any.
 */
export async function download(from: URL, hosts: GitHubHosts, cancelled: AbortSignal): Promise<Downloaded> {
  if (placeOf(from, hosts) !== 'picture') return unread('elsewhere');
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(TIMEOUT)]);
  try {
    return await follow(from, hosts, signal);
  } catch (error) {
    // What fetch throws says nothing that a person could change; a bug of ours is no TypeError with a cause.
    if (isNetworkError(error)) return unread('unreachable');
    throw error;
  }
}

const unread = (why: WhyUnread): Downloaded => ({ kind: 'unread', why });

const isNetworkError = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError' || error.cause !== undefined);

async function follow(from: URL, hosts: GitHubHosts, signal: AbortSignal): Promise<Downloaded> {
  let url = from;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const response = await fetch(url.href, { redirect: 'manual', signal, headers: { accept: 'image/*' } });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return read(response);
    await response.body?.cancel();
    if (!URL.canParse(location, url.href)) return unread('unreachable');
    url = new URL(location, url);
    if (!isOnTheWay(url, hosts)) return unread('elsewhere');
  }
  return unread('unreachable');
}

async function read(response: Response): Promise<Downloaded> {
  if (!response.ok) {
    await response.body?.cancel();
    return unread([401, 403, 404, 410].includes(response.status) ? 'expired' : 'unreachable');
  }
  if (Number(response.headers.get('content-length') ?? 0) > LARGEST_PICTURE) {
    await response.body?.cancel();
    return unread('too-large');
  }
  const bytes = await firstBytes(response.body, LARGEST_PICTURE + 1);
  // A server need not say how much it sends, and may send more than it said.
  if (bytes.length > LARGEST_PICTURE) return unread('too-large');
  return { kind: 'got', bytes, contentType: response.headers.get('content-type') ?? undefined };
}

/** No more than so many: the rest is never taken from the wire. */
async function firstBytes(body: ReadableStream<Uint8Array> | null, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    length += part.length;
    if (length >= most) break;
  }
  return Buffer.concat(parts);
}
