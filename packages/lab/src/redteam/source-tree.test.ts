import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { changeSources, linkSources } from './source-tree.ts';

async function folderWith(text: string): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'source-tree-'));
  await writeFile(path.join(folder, 'a.ts'), text);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

test('a text that stands there once is replaced, with nothing read into the new one', async () => {
  await using place = await folderWith('if (isBad) throw no;');
  await changeSources(place.folder, [{ file: 'a.ts', find: 'isBad', replace: "false /* $& $' */" }]);
  expect(await readFile(path.join(place.folder, 'a.ts'), 'utf8')).toBe("if (false /* $& $' */) throw no;");
});

test.each([
  { text: 'nothing of it', count: 0 },
  { text: 'isBad isBad', count: 2 },
])('a text that stands there $count times is an error that names the file and the text', async ({ text, count }) => {
  await using place = await folderWith(text);
  const change = { file: 'a.ts', find: 'isBad', replace: 'false' };
  await expect(changeSources(place.folder, [change])).rejects.toThrow(
    `a.ts has ${count} times, not once, the text: isBad`,
  );
});

test('a tree that is linked from another is changed for itself', async () => {
  await using place = await folderWith('if (isBad) throw no;');
  const linked = `${place.folder}-linked`;
  await linkSources(linked, place.folder);
  await changeSources(linked, [{ file: 'a.ts', find: 'isBad', replace: 'false' }]);
  const texts = [place.folder, linked].map((folder) => readFile(path.join(folder, 'a.ts'), 'utf8'));
  expect(await Promise.all(texts)).toEqual(['if (isBad) throw no;', 'if (false) throw no;']);
  await rm(linked, { recursive: true });
});
