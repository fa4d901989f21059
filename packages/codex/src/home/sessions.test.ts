import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isSessionId, listRollouts, readSessions, rolloutOf, writeSessions } from './sessions.ts';

const id = '01a204d7-2660-7f73-a206-229fdbd2a2c8';
const rollout = `sessions/2026/11/22/rollout-2026-11-22T21-11-15-${id}.jsonl`;
let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'home-'));
});
afterEach(() => rm(home, { recursive: true }));

async function put(name: string, content = '{}\n'): Promise<void> {
  await mkdir(path.dirname(path.join(home, name)), { recursive: true });
  await writeFile(path.join(home, name), content);
}

test('only rollouts are sessions, wherever they are under sessions/', async () => {
  await put(rollout);
  await put(`sessions/rollout-2026-11-22T21-11-15-${id.replace('01', '02')}.jsonl`);
  await put('sessions/2026/session.jsonl');
  await put('auth.json');
  await put(`shell_snapshots/${id}.sh`);
  expect((await listRollouts(home)).map(({ path: name }) => name).sort()).toHaveLength(2);
  expect(await rolloutOf(home, id)).toEqual({ sessionId: id, path: rollout });
});

test('a home without sessions has none', async () => {
  expect(await listRollouts(home)).toEqual([]);
  expect(await rolloutOf(home, id)).toBeUndefined();
});

test('what is read from one home can be written to another', async () => {
  await put(rollout, 'line\n');
  const files = await readSessions(home);
  const other = path.join(home, 'other');
  await writeSessions(other, files);
  expect(await readFile(path.join(other, rollout), 'utf8')).toBe('line\n');
});

const strange = [
  'auth.json',
  'config.toml',
  `sessions/../rollout-2026-11-22T21-11-15-${id}.jsonl`,
  `/sessions/rollout-2026-11-22T21-11-15-${id}.jsonl`,
  'sessions/rollout-x.jsonl',
];
for (const name of strange) {
  test(`"${name}" is not written, and neither is what came with it`, async () => {
    const files = [rollout, name].map((each) => ({ path: each, bytes: Buffer.from('x') }));
    await expect(writeSessions(home, files)).rejects.toMatchObject({ code: 'bundle-untrusted' });
    expect(await listRollouts(home)).toEqual([]);
  });
}

test('only a UUID in lower case is a session id', () => {
  expect(isSessionId(id)).toBe(true);
  for (const text of ['', 'last', `${id}\n`, id.slice(1), `${id}/x`, id.toUpperCase()])
    expect(isSessionId(text)).toBe(false);
});
