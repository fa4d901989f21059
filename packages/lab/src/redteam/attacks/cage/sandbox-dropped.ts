import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'sandbox-dropped';
const file = 'packages/codex/src/sandbox/safety.ts';

const isTaken = (safety: string, network: object) => async (product: Product) => {
  const { assertSafe } = await product.load<{ assertSafe(sandbox: string, order: object): void }>(file);
  try {
    assertSafe('danger-full-access', { safety, network });
    return true;
  } catch {
    return false;
  }
};

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a turn without a sandbox, where nobody said that the job may be given away',
    wins: 'all that the job has, for whoever can get words in front of Codex',
    without: [{ file, find: "if (safety === 'sandbox') {", replace: 'if (false) {' }],
    run: isTaken('sandbox', { kind: 'off' }),
  },
  {
    threat,
    name: 'an allow-list for a turn without a sandbox, which nothing enforces',
    wins: 'every host, where the workflow names a few',
    without: [{ file, find: "if (network.kind !== 'allow-list') return;", replace: 'return;' }],
    run: isTaken('none', { kind: 'allow-list', hosts: ['example.org'] }),
  },
  {
    threat,
    name: "Codex's settings in a place where its commands may write",
    wins: 'the next turn of the run without a sandbox',
    without: [
      {
        file: 'packages/codex/src/home/codex-home.ts',
        find: 'if (await isInside(folder, order.workspace)) throw insideWorkspace(folder, order.workspace);',
        replace: '',
      },
    ],
    run: async (product) => {
      const { openCodexHome } = await product.load<{ openCodexHome(order: object): Promise<object> }>(
        'packages/codex/src/home/codex-home.ts',
      );
      const { mkdtemp, rm } = await import('node:fs/promises');
      const workspace = await mkdtemp('/var/tmp/codex-worker-attack-');
      const order = { folder: `${workspace}/state`, workspace, temporaryFolders: [] };
      try {
        return await openCodexHome(order).then(
          () => true,
          () => false,
        );
      } finally {
        await rm(workspace, { recursive: true });
      }
    },
  },
];
