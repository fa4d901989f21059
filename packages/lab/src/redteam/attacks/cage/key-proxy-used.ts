import type { Attack } from '../../attack.ts';
import { NotQuick, type Product } from '../../product.ts';
import { type TurnOrder, takeTurn } from '../../turn.ts';

const threat = 'key-proxy-used';
const gate = 'packages/codex/src/proxy/gate.ts';
const body = JSON.stringify({ model: 'gpt-5.5', stream: true, input: [{ role: 'user', content: 'bought' }] });

/** The word that Codex shows at the gate, where its environment can be read. */
const word = "$(tr '\\0' '\\n' < /proc/$PPID/environ | sed -n 's/^CODEX_WORKER_TURN=//p')";
const buy = (port: string, host = '127.0.0.1', options = '--noproxy "*"') =>
  `curl ${options} -sS -m 5 -X POST -H "content-type: application/json" -H "x-codex-worker-turn: ${word}" -d '${body}' http://${host}:${port}/v1/responses`;

/** Whether the model was asked in the name of the key for what no turn asked. */
const buys = (order: TurnOrder) => (product: Product) =>
  takeTurn(product, order, ({ model }) => {
    const asked = model.requests.map((request) => JSON.stringify(request));
    return asked.some((request) => request.includes('bought') && !request.includes('curl'));
  });

/** Any other failure of the turn is what the attacker came for. */
function rethrowNotQuick(error: unknown): true {
  if (error instanceof NotQuick) throw error;
  return true;
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a command with network posts to the address that Codex posts to',
    wins: 'any number of answers, on the bill of the key',
    without: [{ file: gate, find: 'if (passes) forward', replace: 'if (true) forward' }],
    run: buys({ sandbox: 'workspace-write', network: { kind: 'open' }, commands: [buy('GATE')] }),
  },
  {
    threat,
    name: 'a command without a sandbox steals the word that Codex shows',
    wins: 'any number of answers, on the bill of the key',
    without: [{ file: gate, find: ' && (await isCodexHere(incoming.socket))', replace: '' }],
    run: buys({ sandbox: 'danger-full-access', commands: [buy('GATE')] }),
  },
  {
    threat,
    name: "a command has Codex's network proxy post for it, from a socket of Codex",
    wins: 'any number of answers, on the bill of the key',
    without: [{ file: gate, find: 'isSame(incoming.headers[TURN_HEADER], token) && ', replace: '' }],
    run: buys({
      sandbox: 'workspace-write',
      network: { kind: 'allow-list', hosts: ['localhost'] },
      commands: [buy('GATE', 'localhost', '')],
    }),
  },
  {
    threat,
    name: 'a command with network goes past the gate, to the port of the proxy itself',
    wins: 'any number of answers, on the bill of the key',
    without: [
      {
        file: 'packages/codex/src/proxy/relay.ts',
        find: 'if (isSame(incoming.headers[PASS_HEADER], order.pass)) forward',
        replace: 'if (true) forward',
      },
    ],
    run: buys({ sandbox: 'workspace-write', network: { kind: 'open' }, commands: [buy('PROXY')] }),
  },
  {
    threat,
    name: 'a command ends the proxy of its own turn',
    wins: 'the turn',
    without: [
      {
        file: 'packages/codex/src/proxy/start-proxy.ts',
        find: "['responses-api-proxy', ",
        replace: "['responses-api-proxy', '--http-shutdown', ",
      },
    ],
    run: (product) =>
      takeTurn(
        product,
        {
          sandbox: 'workspace-write',
          network: { kind: 'open' },
          commands: ['curl --noproxy "*" -sS -m 5 -o /dev/null -w "%{http_code}" http://127.0.0.1:PROXY/shutdown'],
        },
        () => false,
      ).catch(rethrowNotQuick),
  },
];
