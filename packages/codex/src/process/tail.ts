import type { Readable } from 'node:stream';

/** Enough for Codex's last words, whatever it wrote before. */
const MOST_CHARACTERS = 16 * 1024;

/** The end of what a stream has said so far. */
export interface Tail {
  text(): string;
}

/** Follows a stream and keeps the end of those of its lines that count. */
export function tailOf(stream: Readable, counts: (line: string) => boolean = () => true): Tail {
  let text = '';
  let begun = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (begun + chunk).split('\n');
    begun = lines.pop() ?? '';
    const kept = lines.filter(counts).map((line) => `${line}\n`);
    text = (text + kept.join('')).slice(-MOST_CHARACTERS);
    begun = begun.slice(-MOST_CHARACTERS);
  });
  return { text: () => (text + begun).slice(-MOST_CHARACTERS) };
}
