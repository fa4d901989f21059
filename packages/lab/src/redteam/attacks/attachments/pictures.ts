import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const address = 'packages/core/src/attachment/attachment-address.ts';
const judge = 'packages/core/src/attachment/judge-picture.ts';
const download = 'packages/github/src/pictures/download.ts';

const gitHub = { pages: 'https://github.com', api: 'https://api.github.com' };

/** Whether an address counts as a picture of GitHub's, and would be asked. */
const isAsked = (src: string) => async (product: Product) => {
  const { readAttachments } = await product.core();
  return readAttachments(`<img alt="x" src="${src}">`, gitHub).some(({ kind }) => kind === 'picture');
};

const isPicture = (bytes: Buffer, type: string) => async (product: Product) =>
  (await product.core()).judgePicture(bytes, type).kind === 'picture';

async function listen(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, [Symbol.dispose]: () => server.close() && server.closeAllConnections() };
}

/** GitHub's own host redirects to a service of the machine. */
async function followsInward(product: Product): Promise<boolean> {
  let wasAsked = false;
  using inner = await listen((_, response) => {
    wasAsked = true;
    response.end();
  });
  using outer = await listen((_, response) => response.writeHead(302, { location: inner.url }).end());
  const module = await product.load<typeof import('../../../../../github/src/pictures/download.ts')>(download);
  const hosts = { pages: outer.url, api: outer.url };
  const from = new URL('/user-attachments/assets/x', outer.url);
  await module.download(from, hosts, new AbortController().signal);
  return wasAsked;
}

/** 65,000 pixels on each side, in a file of a few bytes. */
function hollow(): Buffer {
  const head = Buffer.alloc(40);
  head.write('\x89PNG\r\n\x1a\n', 'latin1');
  head.write('IHDR', 12);
  head.writeUInt32BE(65_000, 16);
  head.writeUInt32BE(65_000, 20);
  return head;
}

export const attacks: readonly Attack[] = [
  {
    threat: 'picture-fetched',
    name: 'a picture is at the service that gives a machine its credentials',
    wins: 'a request of the job to that service',
    without: [
      {
        file: address,
        find: "  if (![hosts.pages, hosts.api].some((address) => new URL(address).origin === url.origin)) return 'none';",
        replace: '',
      },
    ],
    run: isAsked('http://169.254.169.254/user-attachments/assets/x'),
  },
  {
    threat: 'picture-fetched',
    name: 'a picture of GitHub redirects to a service of the machine',
    wins: 'a request of the job to that service',
    without: [{ file: download, find: "    if (!isOnTheWay(url, hosts)) return unread('elsewhere');", replace: '' }],
    run: followsInward,
  },
  {
    threat: 'picture-faked',
    name: 'an SVG is called a PNG',
    wins: 'markup and scripts where a picture is expected',
    without: [
      {
        file: judge,
        find: "  if (!head || !isCalled(head.format, contentType)) return { kind: 'unread', why: 'no-picture' };",
        replace: "  if (!head) return { kind: 'picture', format: 'png' };",
      },
    ],
    run: isPicture(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/png'),
  },
  {
    threat: 'picture-faked',
    name: 'a PNG of forty bytes says that it unpacks to 17 gigabytes',
    wins: 'the memory of the machine',
    without: [
      {
        file: judge,
        find: "  if (head.width * head.height > MOST_PIXELS) return { kind: 'unread', why: 'too-many-pixels' };",
        replace: '',
      },
    ],
    run: isPicture(hollow(), 'image/png'),
  },
  {
    threat: 'picture-of-stranger',
    name: 'a stranger opened the issue, with a picture, and somebody with standing asks in it',
    wins: 'a model that reads what the stranger has drawn',
    without: [
      {
        file: 'packages/core/src/turn/take-asked.ts',
        find: "  const mayCount = isTold && isAskers && order.policy.minimumPermission !== 'admin';",
        replace: '  const mayCount = isTold;',
      },
    ],
    run: seesStranger,
  },
];

async function seesStranger(product: Product): Promise<boolean> {
  const { openDrain } = await product.load<typeof import('../../../../../core/src/turn/drain.fixture.ts')>(
    'packages/core/src/turn/drain.fixture.ts',
  );
  const testing = await product.load<typeof import('@codex-worker/core/testing')>('packages/core/src/testing/index.ts');
  const { take, state } = await openDrain();
  const agent = testing.fakeAgent();
  const url = 'https://private-user-images.githubusercontent.com/7/evil.png?jwt=1';
  const attachments = [{ kind: 'picture', name: 'evil.png', url }] as const;
  const facts = { ...state.facts, author: testing.person('mallory'), attachments };
  await take(agent, { open: [testing.aRequest('comment-1', { minute: 1, text: 'Look' })], facts });
  return agent.orders.some(({ pictures = [] }) => pictures.length > 0);
}
