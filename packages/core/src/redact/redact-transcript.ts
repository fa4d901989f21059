import { REDACTED, type Redactor } from './redactor.ts';

/** As much of a transcript as is read at once. */
const PORTION = 8 * 1024 * 1024;
const LINE_END = 0x0a;

/**
 * A transcript of Codex (JSONL) without secrets. It keeps its length and that of each line: a ledger knows by lengths
 * where its turns began.
 */
export function redactTranscript(bytes: Buffer, redactor: Redactor): Buffer {
  let clean = bytes;
  for (let start = 0; start < bytes.length; ) {
    const end = endOfPortion(bytes, start);
    for (const [from, to] of linesWithSecrets(bytes, start, end, redactor)) {
      // Most transcripts hold none, and are not copied.
      if (clean === bytes) clean = Buffer.from(bytes);
      cleanLine(bytes.subarray(from, to), redactor).copy(clean, from);
    }
    start = end;
  }
  return clean;
}

function endOfPortion(bytes: Buffer, start: number): number {
  const lineEnd = start + PORTION < bytes.length ? bytes.indexOf(LINE_END, start + PORTION) : -1;
  return lineEnd === -1 ? bytes.length : lineEnd + 1;
}

/** From where to where, without the line end. */
function* linesWithSecrets(bytes: Buffer, start: number, end: number, { inJson }: Redactor) {
  const text = bytes.toString('latin1', start, end);
  inJson.lastIndex = 0;
  for (let hit = inJson.exec(text); hit; hit = inJson.exec(text)) {
    const from = text.lastIndexOf('\n', hit.index) + 1;
    const lineEnd = text.indexOf('\n', hit.index);
    const to = lineEnd === -1 ? text.length : lineEnd;
    yield [start + from, start + to] as const;
    inJson.lastIndex = to;
  }
}

/** Of the same length. White space at the end of a line is no part of its JSON. */
function cleanLine(line: Buffer, redactor: Redactor): Buffer {
  const clean = Buffer.from(parsedAndCleaned(line.toString(), redactor) ?? '');
  if (clean.length === 0 || clean.length > line.length) return starred(line, redactor);
  return Buffer.concat([clean, Buffer.alloc(line.length - clean.length, ' ')]);
}

/** Undefined where it is no JSON, or nested deeper than the stack. */
function parsedAndCleaned(line: string, redactor: Redactor): string | undefined {
  try {
    return JSON.stringify(cleaned(JSON.parse(line), redactor));
  } catch {
    return undefined;
  }
}

function cleaned(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.text(value, notLonger);
  if (Array.isArray(value)) return value.map((entry) => cleaned(entry, redactor));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, entry]) => [redactor.text(key, notLonger), cleaned(entry, redactor)]));
}

const notLonger = (secret: string): string => (secret.length < REDACTED.length ? '*'.repeat(secret.length) : REDACTED);

/** A line that no reader takes for JSON: a cut-off last one, which Codex drops when it resumes. */
function starred(line: Buffer, { inJson }: Redactor): Buffer {
  const stars = line.toString('latin1').replaceAll(inJson, (secret) => '*'.repeat(secret.length));
  return Buffer.from(stars, 'latin1');
}
