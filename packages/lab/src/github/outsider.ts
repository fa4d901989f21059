import { isIPv4 } from 'node:net';

// The names that this machine has for itself. A name that leads here by somebody's DNS is none of them.
const loopback = ['localhost', 'github.localhost', '[::1]'];

/**
 * Refuses what a page on the internet makes a browser send: requests under another name (DNS rebinding), and requests
 * from another site that change something. Undefined for everything else: tools send no `Origin`.
 */
export function refuseOutsider(request: Request): Response | undefined {
  const url = new URL(request.url);
  if (!isLoopback(url.hostname))
    return refusal(421, `This is a lab on 127.0.0.1, not ${url.hostname}. Use ${url.protocol}//127.0.0.1:${url.port}.`);
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  const site = request.headers.get('sec-fetch-site') ?? 'none';
  const origin = request.headers.get('origin');
  const isForeign = origin !== null && origin !== url.origin;
  if (!isForeign && (site === 'same-origin' || site === 'none')) return undefined;
  return refusal(
    403,
    `A page of another site (${origin ?? site}) may not drive the lab. Use the page of the lab itself.`,
  );
}

function isLoopback(host: string): boolean {
  return loopback.includes(host) || (isIPv4(host) && host.startsWith('127.'));
}

function refusal(status: 403 | 421, message: string): Response {
  return Response.json({ message }, { status });
}
