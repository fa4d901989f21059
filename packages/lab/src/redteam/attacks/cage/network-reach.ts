import { createServer } from 'node:http';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';
import { type TurnOrder, takeTurn } from '../../turn.ts';

const threat = 'network-reach';
const file = 'packages/codex/src/sandbox/network.ts';
const listed = { kind: 'allow-list', hosts: ['localhost'] } as const;

/** Whether a command reaches a server of this machine, whose port is `SITE` in it. */
const reaches = (network: NonNullable<TurnOrder['network']>, command: string) => async (product: Product) => {
  let reached = false;
  const server = createServer((_request, response) => {
    reached = true;
    response.end();
  });
  server.on('connection', () => {
    reached = true;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? `${address?.port}` : '';
  try {
    const commands = [command.replace('SITE', port)];
    return await takeTurn(product, { sandbox: 'workspace-write', network, commands }, () => reached);
  } finally {
    server.close();
    server.closeAllConnections();
  }
};

const settings = {
  file,
  find: "if (network.kind !== 'allow-list') return lines;",
  replace: 'return lines;',
};

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a command calls a host while the network is off',
    wins: 'the code, and every file that the command can read',
    without: [{ file, find: "${network.kind !== 'off'}", replace: '${true}' }],
    run: reaches({ kind: 'off' }, 'curl -sS -m 5 http://127.0.0.1:SITE/'),
  },
  {
    threat,
    name: 'a command calls a host that is not on the allow-list',
    wins: 'the code, and every file that the command can read',
    without: [settings],
    run: reaches(listed, 'curl -sS -m 5 http://127.0.0.1:SITE/'),
  },
  {
    threat,
    name: 'a command goes around the proxy that the allow-list is enforced by',
    wins: 'the code, and every file that the command can read',
    without: [settings],
    run: reaches(listed, 'exec 3<>/dev/tcp/127.0.0.1/SITE && echo GET >&3'),
  },
  {
    threat,
    name: 'the name of a refused host is a sentence with a mention in it',
    wins: 'words of the attacker in a reply of the worker, and a ping',
    without: [{ file: 'packages/codex/src/process/refused-hosts.ts', find: '([\\w.:-]{1,253})', replace: '([^"]*)' }],
    run: async (product) => {
      const { refusedHosts } = await product.load<{
        refusedHosts(): { note(line: string): boolean; readonly names: readonly string[] };
      }>('packages/codex/src/process/refused-hosts.ts');
      const refused = refusedHosts();
      refused.note(
        'INFO codex_otel.network_proxy: a="b" network.policy.decision="deny" b="c" server.address="`ask @alice for help" server.port=443 x',
      );
      return refused.names.some((name) => name.includes('@alice'));
    },
  },
];
