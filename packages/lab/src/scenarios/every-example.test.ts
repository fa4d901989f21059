import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { productRoot } from '../lab.ts';

/** The examples that a scenario reads, to run them. */
async function examplesInScenarios(): Promise<ReadonlySet<string>> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith('.ts'));
  const texts = await Promise.all(files.map((file) => readFile(path.join(import.meta.dirname, file), 'utf8')));
  const named = texts.flatMap((text) => [...text.matchAll(/(?:\bexample\('|'examples\/)([\w/-]+\.yml)'/g)]);
  return new Set(named.map(([, file = '']) => file));
}

test('every example is run by a scenario, and none that is not there', async () => {
  const files = await readdir(path.join(productRoot, 'examples'), { recursive: true });
  const examples = files.filter((file) => file.endsWith('.yml'));
  expect([...(await examplesInScenarios())].toSorted()).toEqual(examples.toSorted());
});
