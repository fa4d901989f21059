import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

type Finding = typeof import('../../../../../core/src/session/find-bundle.ts');

/** What reads the inputs of an action, here as somebody has set one. */
interface Keys {
  sessionKeyInput(input: {
    secret(name: string): string;
    parsed(name: string, parse: (text: string) => string): string;
  }): string | undefined;
}

const folder = 'packages/core/src/session';
const thread = { kind: 'issue', number: 12 } as const;
const owner = { repositoryId: 1, thread: 'issue-12' } as const;

/** Which of two files of one name is used depends on who reads: what was looked at is not what is written. */
async function hidesFile(product: Product): Promise<boolean> {
  const { packFiles, unpackFiles } = await product.core();
  const file = (text: string) => ({ path: 'ledger.json', bytes: Buffer.from(text) });
  try {
    return unpackFiles(packFiles([file('{}'), file('{"sandbox":"danger-full-access"}')])).length === 2;
  } catch {
    return false;
  }
}

/** An artifact as large as a disk. */
async function fillsDisk(product: Product): Promise<boolean> {
  const { findBundle } = await product.load<Finding>(`${folder}/find-bundle.ts`);
  let downloaded = false;
  const trust = { repositoryId: 1, defaultBranch: 'main', workflows: ['codex.yml'] };
  const origin = { headRepositoryId: 1, workflowPath: 'codex.yml', event: 'issues', headBranch: 'main' };
  const store = {
    list: async (name: string) => [{ id: 1, name, bytes: 10 * 1024 ** 3, createdAt: '2026-01-01T00:00:00Z', runId: 7 }],
    originOf: async () => origin,
    download: async () => {
      downloaded = true;
      return new Map([['bundle', Buffer.alloc(0)]]);
    },
    remove: async () => {},
  };
  await findBundle(store, { thread, sessionKey: 'sk-0123456789abcdef', trust });
  return downloaded;
}

/** Whoever downloads a session tries all short keys. */
async function guessesKey(product: Product): Promise<boolean> {
  const { sessionKeyInput } = await product.load<Keys>('packages/github/src/runner/session-key-inputs.ts');
  const { newLedger, openWithAny, sealBundle } = await product.core();
  try {
    const key = sessionKeyInput({ secret: () => '0042', parsed: (_, parse) => parse('0042') }) ?? '';
    const contents = { ledger: newLedger('issue-12', '2026-01-01T00:00:00Z', 'workspace-write'), files: [] };
    const guesses = Array.from({ length: 100 }, (_, number) => String(number).padStart(4, '0'));
    return openWithAny(sealBundle(contents, owner, '0.169.0', key), owner, guesses).key === 42;
  } catch {
    return false;
  }
}

export const attacks: readonly Attack[] = [
  {
    threat: 'session-archive',
    name: 'an archive holds two files of one name',
    wins: 'another file than the one that was looked at',
    without: [{ file: `${folder}/archive.ts`, find: 'size < files.length', replace: 'size > files.length' }],
    run: hidesFile,
  },
  {
    threat: 'session-archive',
    name: 'an artifact of 10 GB has the name of a session',
    wins: "the disk and the time of the agent's job, each time",
    without: [{ file: `${folder}/find-bundle.ts`, find: 'size > MOST_BYTES', replace: 'size < 0' }],
    run: fillsDisk,
  },
  {
    threat: 'altered-session',
    name: 'a session that was sealed with a short key is downloaded, and its key is guessed',
    wins: 'what was said to Codex, and the key to write it',
    without: [
      {
        file: 'packages/github/src/runner/session-key-inputs.ts',
        find: 'key.length >= SHORTEST',
        replace: 'key.length > 0',
      },
    ],
    run: guessesKey,
  },
];
