import { inflateRawSync } from 'node:zlib';

const CENTRAL_ENTRY = 0x02014b50;
const STORED = 0;

/** The contents of the files of a zip archive, as far as it is one. */
export function unzip(archive: Buffer): readonly Buffer[] {
  const files: Buffer[] = [];
  for (let at = archive.indexOf('PK\u0001\u0002'); at >= 0; at = archive.indexOf('PK\u0001\u0002', at + 46)) {
    if (archive.readUInt32LE(at) !== CENTRAL_ENTRY) break;
    files.push(contentOf(archive, at));
  }
  return files;
}

/** An entry of the directory names its method and sizes, and where the file itself begins. */
function contentOf(archive: Buffer, entry: number): Buffer {
  const [method, size, header] = [10, 20, 42].map((field) =>
    field === 10 ? archive.readUInt16LE(entry + field) : archive.readUInt32LE(entry + field),
  );
  const start =
    (header ?? 0) + 30 + archive.readUInt16LE((header ?? 0) + 26) + archive.readUInt16LE((header ?? 0) + 28);
  const bytes = archive.subarray(start, start + (size ?? 0));
  return method === STORED ? bytes : inflateRawSync(bytes);
}
