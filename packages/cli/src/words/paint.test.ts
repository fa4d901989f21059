import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { expect, test, vi } from 'vitest';
import { paintFor } from './paint.ts';

/** What a terminal says of itself, without one. */
function stream(isTTY: boolean): NodeJS.WriteStream {
  const { getColorDepth, hasColors } = WriteStream.prototype;
  return Object.assign(new PassThrough(), { isTTY, getColorDepth, hasColors }) as unknown as NodeJS.WriteStream;
}

test.each([
  { where: 'on a terminal', isTTY: true, env: {}, painted: true },
  { where: 'on a terminal with NO_COLOR', isTTY: true, env: { NO_COLOR: '1' }, painted: false },
  { where: 'in a pipe', isTTY: false, env: {}, painted: false },
])('$where colours are painted: $painted', ({ isTTY, env, painted }) => {
  for (const [name, value] of Object.entries({
    TERM: 'xterm-256color',
    FORCE_COLOR: undefined,
    NO_COLOR: undefined,
    // Node takes a terminal of a CI for one without colours, but for those that it knows.
    CI: undefined,
    ...env,
  }))
    vi.stubEnv(name, value);
  const text = paintFor(stream(isTTY))('red', 'stop');
  vi.unstubAllEnvs();
  expect(text).toBe(painted ? '\u001b[31mstop\u001b[39m' : 'stop');
});
