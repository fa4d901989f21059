import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Links that open one blob for one purpose until they expire, as Azure's signed URLs do. */
export interface SignedLinks {
  make(path: string, purpose: 'read' | 'write', seconds: number): string;
  opens(url: URL, purpose: 'read' | 'write'): boolean;
}

/** Signs links of this server with a key that lives as long as the process. */
export function createSignedLinks(origin: () => string, now: () => Date): SignedLinks {
  const key = randomBytes(32);
  const sign = (path: string, purpose: string, until: string) =>
    createHmac('sha256', key).update(`${path}\n${purpose}\n${until}`).digest('base64url');
  return {
    make(path, purpose, seconds) {
      const until = String(now().getTime() + seconds * 1000);
      return `${origin()}${path}?se=${until}&sp=${purpose}&sig=${sign(path, purpose, until)}`;
    },
    opens(url, purpose) {
      const until = url.searchParams.get('se') ?? '0';
      const given = Buffer.from(url.searchParams.get('sig') ?? '');
      const expected = Buffer.from(sign(url.pathname, purpose, until));
      return given.length === expected.length && timingSafeEqual(given, expected) && Number(until) > now().getTime();
    },
  };
}
