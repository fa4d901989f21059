import type { OutgoingHttpHeaders } from 'node:http';

/**
 * What a server wants to see of the key in the place of `Authorization: Bearer`, which is how the CLI's proxy sends it.
 * Azure's addresses before its v1 take `Authorization` for a token of Entra, and the key of a resource as `api-key`.
 */
export function keyHeaders(upstream: string, key: string): OutgoingHttpHeaders {
  const { hostname, pathname } = new URL(upstream);
  const isOldAzure = hostname.endsWith('.azure.com') && !pathname.startsWith('/openai/v1/');
  return isOldAzure ? { 'api-key': key, authorization: undefined } : {};
}
