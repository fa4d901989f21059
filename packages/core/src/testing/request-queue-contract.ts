import { expect, test } from 'vitest';
import { queuePath } from '../queue/queue-path.ts';
import type { QueuedRequest } from '../queue/queued-request.ts';
import type { QueuedRequests, RequestQueue } from '../queue/request-queue.ts';
import { aRequest, at } from './examples.ts';
import { person } from './fake-conversation.ts';

/** A request that waits in the queue. */
export function aQueuedRequest(
  id: Parameters<typeof aRequest>[0],
  { thread = 'issue-12', ...asked }: Parameters<typeof aRequest>[1] & Partial<Pick<QueuedRequest, 'thread'>> = {},
): QueuedRequest {
  return {
    thread,
    request: aRequest(id, asked),
    asker: person(asked.by ?? 'alice'),
    start: 'continue',
    openedBy: undefined,
    ref: 'main',
    base: 'main',
    queuedAt: at(asked.minute ?? 0),
    taken: [],
  };
}

/** What every queue promises; the fake and the real one both run it. */
export function requestQueueContract(
  open: () => Promise<AsyncDisposable & { readonly port: RequestQueue & QueuedRequests }>,
): void {
  const first = aQueuedRequest('comment-1', { minute: 1, text: 'Zählen — 🚀\n' });
  const second = aQueuedRequest('comment-2', { minute: 2, thread: 'pr-34' });
  const pathsOf = async (port: RequestQueue) => (await port.waiting()).map(({ path }) => path).sort();

  test('a queue that nobody has used yet is empty', async () => {
    await using bench = await open();
    expect(await bench.port.waiting()).toEqual([]);
    expect(await bench.port.read(queuePath(first.request))).toBeUndefined();
    await bench.port.change([{ kind: 'remove', path: queuePath(first.request) }], 'Remove what is not there');
  });

  test('what is appended waits, as it was written', async () => {
    await using bench = await open();
    for (const queued of [first, second]) expect(await bench.port.append(queued)).toBe('appended');
    expect(await pathsOf(bench.port)).toEqual([queuePath(first.request), queuePath(second.request)]);
    expect(await bench.port.read(queuePath(first.request))).toEqual(first);
    const [file] = (await bench.port.waiting()).filter(({ path }) => path === queuePath(second.request));
    expect(JSON.parse(file ? await bench.port.contents(file) : '')).toMatchObject({ thread: 'pr-34' });
  });

  test('a redelivered request changes nothing', async () => {
    await using bench = await open();
    await bench.port.append(first);
    expect(await bench.port.append({ ...first, queuedAt: at(9) })).toBe('waits-already');
    expect(await bench.port.read(queuePath(first.request))).toEqual(first);
  });

  test('files are changed, moved and removed together', async () => {
    await using bench = await open();
    for (const queued of [first, second]) await bench.port.append(queued);
    const [one, other] = [queuePath(first.request), queuePath(second.request)];
    const [file] = (await bench.port.waiting()).filter(({ path }) => path === one);
    const to = 'broken/one.json';
    await bench.port.change(
      [
        ...(file ? [{ kind: 'move', file, to } as const] : []),
        { kind: 'write', path: `${to}.reason`, text: 'Because.\n' },
        { kind: 'remove', path: 'requests/none.json' },
      ],
      'Set one aside',
    );
    expect(await pathsOf(bench.port)).toEqual([other]);
    expect(await bench.port.read(one)).toBeUndefined();
    expect(await bench.port.read(to)).toEqual(first);
    await bench.port.change([{ kind: 'remove', path: other }], 'Remove the last one');
    expect(await pathsOf(bench.port)).toEqual([]);
  });
}
