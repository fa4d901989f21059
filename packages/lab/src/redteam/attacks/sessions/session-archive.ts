import { constants, zstdCompressSync } from 'node:zlib';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const file = 'packages/core/src/session/archive.ts';
const BLOCK = 512;

interface Entry {
  readonly path: string;
  /** The type flag of tar: 0 is a file, 1 a hard link, 2 a symbolic link, 3 a device. */
  readonly type?: string;
  readonly link?: string;
}

/** Whether the product unpacks ann archive with an entry at this path. */
const unpacks = (entry: Entry) => async (product: Product) => {
  const archive = zstdCompressSync(Buffer.concat([tarEntry(entry), Buffer.alloc(2 * BLOCK)]));
  const { unpackFiles } = await product.core();
  try {
    return unpackFiles(archive).some(({ path }) => path === entry.path);
  } catch {
    return false;
  }
};

/** One header of the ustar format, with a byte of content where it is a file. */
function tarEntry({ path, type = '0', link = '' }: Entry): Buffer {
  const header = Buffer.alloc(BLOCK);
  const content = type === '0' ? Buffer.from('x') : Buffer.alloc(0);
  header.write(path, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

const checked = { file, find: 'if (problem) problems.push(problem);', replace: '' };
const anyType = { file, find: "type !== 'File' && type !== 'OldFile'", replace: 'type.length === 0' };
const threat = 'session-archive';

/** Zeros of more than half a gigabyte, in 50 kB. */
const bomb = (): Buffer =>
  zstdCompressSync(Buffer.alloc(513 * 1024 * 1024), { params: { [constants.ZSTD_c_compressionLevel]: 1 } });

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'an archive climbs out of its folder with `..`',
    wins: "a file anywhere on the agent's machine, such as a shim in a folder of PATH",
    without: [checked],
    run: unpacks({ path: '../../../.bashrc' }),
  },
  {
    threat,
    name: 'an archive names an absolute path',
    wins: "a file anywhere on the agent's machine",
    without: [checked],
    run: unpacks({ path: '/etc/cron.d/mallory' }),
  },
  {
    threat,
    name: 'an archive brings a symbolic link that points out',
    wins: 'the next file of the archive is written through it',
    without: [anyType],
    run: unpacks({ path: 'sessions', type: '2', link: '/etc' }),
  },
  {
    threat,
    name: 'an archive brings a hard link to a file outside',
    wins: 'the next file of the archive is written over it',
    without: [anyType],
    run: unpacks({ path: 'sessions/passwd', type: '1', link: '/etc/passwd' }),
  },
  {
    threat,
    name: 'an archive brings a device',
    wins: 'a turn that reads its own session reads the disk',
    without: [anyType],
    run: unpacks({ path: 'sessions/disk', type: '4' }),
  },
  {
    threat,
    name: 'a small archive unpacks to more than the memory of a machine',
    wins: "the agent's job ends without a word, each time",
    without: [
      { file, find: '{ maxOutputLength: MOST_BYTES }', replace: '{}' },
      // Zeros are no archive: it is the memory that counts.
      { file, find: "if (isCompressed(tar)) problems.push('it is compressed twice');", replace: 'if (tar) return [];' },
    ],
    run: async (product) => {
      const { unpackFiles } = await product.core();
      try {
        unpackFiles(bomb());
        return true;
      } catch {
        return false;
      }
    },
  },
];
