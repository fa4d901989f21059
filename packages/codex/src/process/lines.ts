/** A command's output of 5 MB arrives as a line of 1 MB; more than this is nothing that Codex writes. */
const LONGEST_LINE = 32 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Splits a stream at newlines. `node:readline` would also split at U+2028, which stands raw in JSON strings.
 * Lines that are too long are left out.
 */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  const take = (rest: Buffer): string => {
    const line = heldBytes + rest.length > LONGEST_LINE ? '' : Buffer.concat([...held, rest]).toString('utf8');
    held = [];
    heldBytes = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = take(chunk.subarray(start, end));
      start = end + 1;
      if (line !== '') yield line;
    }
    heldBytes += chunk.length - start;
    if (heldBytes <= LONGEST_LINE) held.push(chunk.subarray(start));
    else held = [];
  }
  const last = take(Buffer.alloc(0));
  if (last !== '') yield last;
}
