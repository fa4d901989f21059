import type { Readable } from 'node:stream';

/** Enough for Codex's last words, whatever it wrote before. */
const MOST_CHARACTERS = 16 * 1024;

/** The end of what a stream has said so far. */
export interface Tail {
  text(): string;
}

/** Follows a stream and keeps its end. */
export function tailOf(stream: Readable): Tail {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text = (text + chunk).slice(-MOST_CHARACTERS);
  });
  return { text: () => text };
}
