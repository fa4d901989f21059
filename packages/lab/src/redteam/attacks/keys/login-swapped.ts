import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'login-swapped';
const sealing = 'packages/core/src/login/sealed-login.ts';
const finding = 'packages/core/src/login/find-login.ts';
const key = 'session-key-of-the-scene';
const repositoryId = 42;

interface Sealing {
  sealLogin(login: string, repositoryId: number, key: string): Buffer;
}
interface Origin {
  readonly headRepositoryId: number;
  readonly workflowPath: string;
  readonly event: string;
  readonly headBranch: string;
}
interface Finding {
  findLogin(
    store: {
      list(): Promise<readonly object[]>;
      originOf(runId: number): Promise<Origin>;
      download(id: number): Promise<ReadonlyMap<string, Buffer>>;
    },
    order: { readonly trust: object; readonly keys: readonly string[] },
  ): Promise<{ readonly login: string | undefined }>;
}

const renewing: Origin = {
  headRepositoryId: repositoryId,
  workflowPath: '.github/workflows/codex-login.yml',
  event: 'schedule',
  headBranch: 'main',
};

/** Which login is used after somebody uploaded these bytes under its name, in a run of this origin. */
async function usedAfter(product: Product, bytes: Buffer, origin: Origin): Promise<string | undefined> {
  const { findLogin } = await product.load<Finding>(finding);
  const artifact = { id: 1, name: 'codex-worker-login', bytes: bytes.length, createdAt: '', runId: 7 };
  const store = {
    list: async () => [artifact],
    originOf: async () => origin,
    download: async () => new Map([['codex-worker-login', bytes]]),
  };
  const trust = { repositoryId, defaultBranch: 'main', workflows: [renewing.workflowPath] };
  return (await findLogin(store, { trust, keys: [key] })).login;
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a workflow of the default branch uploads a login of the attacker under the name of the carried one',
    wins: 'every prompt of the repository, in the history of an account of the attacker',
    without: [
      {
        file: sealing,
        find: 'if (!bytes.subarray(0, SALT).equals(MAGIC)) return undefined;',
        replace: "if (!bytes.subarray(0, SALT).equals(MAGIC)) return bytes.toString('utf8');",
      },
    ],
    run: async (product) => (await usedAfter(product, Buffer.from('{"tokens":{}}'), renewing)) !== undefined,
  },
  {
    threat,
    name: "a run of a fork's pull request uploads a sealed login again that was downloaded before",
    wins: 'an old login comes back: one that was taken back, or that is used up',
    without: [
      {
        file: finding,
        find: "const problem = origin ? distrust(origin, trust) : 'its run no longer exists';",
        replace: 'const problem = undefined;',
      },
    ],
    run: async (product) => {
      const { sealLogin } = await product.load<Sealing>(sealing);
      const fork = { ...renewing, headRepositoryId: 43, event: 'pull_request', headBranch: 'topic' };
      return (await usedAfter(product, sealLogin('old', repositoryId, key), fork)) === 'old';
    },
  },
  {
    threat,
    name: 'a login that was sealed in another repository of the same key is brought here',
    wins: 'the account of another repository answers',
    without: [
      {
        file: sealing,
        find: 'Buffer.concat([MAGIC, Buffer.from(`login of ${repositoryId}`)])',
        replace: 'Buffer.concat([MAGIC, Buffer.from(`login of ${repositoryId > 0}`)])',
      },
    ],
    run: async (product) => {
      const { sealLogin } = await product.load<Sealing>(sealing);
      return (await usedAfter(product, sealLogin('theirs', 43, key), renewing)) === 'theirs';
    },
  },
];
