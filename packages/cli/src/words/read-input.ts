import { Misuse } from '../misuse.ts';

/** All of an input, up to so many bytes. */
export async function readInput(input: AsyncIterable<Uint8Array | string>, mostBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of input) {
    bytes += part.length;
    if (bytes > mostBytes) throw new Misuse(`The standard input has more than ${mostBytes} bytes. Name a file.`);
    parts.push(Buffer.from(part));
  }
  return Buffer.concat(parts).toString('utf8');
}
