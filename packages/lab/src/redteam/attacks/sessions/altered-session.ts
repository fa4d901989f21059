import type { BundleOwner } from '@codex-worker/core';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

type Core = typeof import('@codex-worker/core');

/** The two functions of seal.ts. */
interface Seal {
  seal(plain: Buffer, key: string, salt: Buffer, nonce: Buffer, associated: Buffer): Buffer;
  open(sealed: Buffer, key: string, salt: Buffer, nonce: Buffer, associated: Buffer): Buffer | undefined;
}

const threat = 'altered-session';
const key = 'sk-0123456789abcdef';
const owner: BundleOwner = { repositoryId: 1, thread: 'issue-12' };
const bundle = 'packages/core/src/session/bundle.ts';
const seal = 'packages/core/src/session/seal.ts';

function sessionOf(core: Core, whose: BundleOwner, sealedWith = key): Buffer {
  const ledger = core.newLedger(whose.thread, '2026-01-01T00:00:00Z', 'workspace-write');
  return core.sealBundle({ ledger, files: [] }, whose, '0.169.0', sealedWith);
}

/** Whether a session opens as one of issue 12. */
const opens = (make: (core: Core) => Buffer) => async (product: Product) => {
  const core = await product.core();
  const bytes = make(core);
  try {
    return core.openBundle(bytes, owner, key) !== undefined;
  } catch {
    return false;
  }
};

/** Answers a sealed text of which one byte is another now. */
async function openAltered(product: Product): Promise<boolean> {
  const { seal: close, open } = await product.load<Seal>(seal);
  const [salt, nonce, header] = [Buffer.alloc(32, 1), Buffer.alloc(12, 2), Buffer.from('header')];
  const bytes = close(Buffer.from('{"sandbox":"read-only"}'), key, salt, nonce, header);
  bytes.writeUInt8(bytes.readUInt8(12) ^ 1, 12);
  return open(bytes, key, salt, nonce, header) !== undefined;
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: "another thread's session is put in the place of this one's",
    wins: 'a private conversation is told in a thread that others read',
    without: [{ file: bundle, find: 'header.thread !== owner.thread', replace: 'false' }],
    run: opens((core) => sessionOf(core, { ...owner, thread: 'issue-13' })),
  },
  {
    threat,
    name: "another repository's session is put in the place of this one's",
    wins: "where one key serves many repositories, the least of them writes everybody's sessions",
    without: [{ file: bundle, find: 'header.repositoryId !== owner.repositoryId', replace: 'false' }],
    run: opens((core) => sessionOf(core, { ...owner, repositoryId: 2 })),
  },
  {
    threat,
    name: 'the clear header of a session is rewritten, so that it seems to be of this thread',
    wins: 'what the check of the header was there for',
    without: [
      { file: seal, find: '  cipher.setAAD(associated);\n', replace: '' },
      { file: seal, find: '  decipher.setAAD(associated);\n', replace: '' },
    ],
    run: opens((core) => {
      const other = sessionOf(core, { ...owner, thread: 'issue-13' });
      return Buffer.from(other.toString('latin1').replace('issue-13', 'issue-12'), 'latin1');
    }),
  },
  {
    threat,
    name: 'one byte of a sealed session is changed',
    wins: 'words that Codex takes for its own, and a wider sandbox',
    without: [{ file: seal, find: ', decipher.final()', replace: '' }],
    run: openAltered,
  },
];
