import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { aPng, examplePictures } from '@codex-worker/core/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRealCodex, realBinary } from '../real-codex.fixture.ts';

let folder: string;
beforeAll(async () => {
  await realBinary();
  folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-pictures-'));
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const rules = [{ when: () => true, steps: [{ say: 'Seen.' }] }];
const file = async (name: string, bytes: Buffer): Promise<string> => {
  await writeFile(path.join(folder, name), bytes);
  return path.join(folder, name);
};
const isGone = async (place: string) =>
  access(place).then(
    () => false,
    () => true,
  );

test.for([
  { user: 'as whoever runs the job', ownUser: false },
  { user: 'as a user of its own', ownUser: true },
])(
  'pictures reach the model, $user, in a new session and in one that goes on, and leave no file',
  async ({ ownUser }) => {
    await using codex = await openRealCodex({ rules, ownUser });
    const first = await file('first.png', aPng(3, 2));
    const second = await file('second.png', aPng(5, 4));
    const begun = await codex.take('Look at it', { pictures: [first] });
    const goneOn = await codex.take('And now', { pictures: [second], sessionId: begun.sessionId });
    expect([begun.kind, goneOn.kind]).toEqual(['answered', 'answered']);
    const [asked, again] = codex.model.requests.map(({ request }) => request);
    expect(asked).toMatchObject({ prompt: 'Look at it', pictures: [dataOf(aPng(3, 2))] });
    // What was seen before is remembered.
    expect(again).toMatchObject({ prompt: 'And now', pictures: [dataOf(aPng(3, 2)), dataOf(aPng(5, 4))] });
    expect(await isGone(path.join(codex.home, 'pictures'))).toBe(true);
  },
);

test('each format that the worker hands on is one that Codex reads', async () => {
  await using codex = await openRealCodex({ rules });
  const files = await Promise.all(Object.entries(examplePictures).map(([format, bytes]) => file(`x.${format}`, bytes)));
  expect(await codex.take('Look', { pictures: files })).toMatchObject({ kind: 'answered' });
  const pictures = codex.model.requests[0]?.request?.pictures ?? [];
  expect(pictures.map((picture) => picture.split(';', 1)[0])).toEqual([
    'data:image/png',
    // Codex draws the first picture of an animation anew.
    'data:image/png',
    'data:image/webp',
    'data:image/jpeg',
  ]);
});

const dataOf = (bytes: Buffer): string => `data:image/png;base64,${bytes.toString('base64')}`;
