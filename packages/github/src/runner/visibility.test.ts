import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunFacts } from './run-facts.ts';
import { readVisibility } from './visibility.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'visibility-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (eventPath: string) => ({ eventPath, repository: { owner: 'octo-org', name: 'demo', id: 7 } }) as RunFacts;

const cases = [
  { when: 'it is public', repository: { id: 7, private: false, visibility: 'public' }, then: 'public' },
  { when: 'it is private', repository: { id: 7, private: true, visibility: 'private' }, then: 'private' },
  { when: 'it is of an enterprise', repository: { id: 7, private: true, visibility: 'internal' }, then: 'internal' },
  { when: 'the server is old and tells no visibility', repository: { id: 7, private: true }, then: 'private' },
  { when: 'a word is new', repository: { id: 7, private: true, visibility: 'limited' }, then: 'private' },
  { when: 'the event contradicts itself', repository: { id: 7, private: true, visibility: 'public' }, then: 'unknown' },
  { when: 'the event is of another repository', repository: { id: 8, private: true }, then: 'unknown' },
  { when: 'a schedule tells nothing', repository: undefined, then: 'unknown' },
];
test.each(cases)('$when: $then', async ({ repository, then }) => {
  const file = path.join(folder, 'event.json');
  await writeFile(file, JSON.stringify({ schedule: '0 * * * *', repository }));
  expect(await readVisibility(run(file))).toBe(then);
});

test('without an event nobody knows', async () => {
  expect(await readVisibility(run(path.join(folder, 'none.json')))).toBe('unknown');
});
