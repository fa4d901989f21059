import { expect, test } from 'vitest';
import { openLab } from './fake-host.ts';
import { exceeding } from './permissions.ts';

/** What the token of one job may do. */
async function granted(top: string, job: string) {
  const text = `on: push\n${top}\njobs:\n  a:\n    runs-on: x\n${job}\n    steps: [{ run: 'true' }]\n`;
  const lab = openLab({ '.github/workflows/ci.yml': text });
  await lab.run();
  return lab.minted[0]?.permissions;
}

test('without a word, a job may read the contents', async () => {
  expect(await granted('', '')).toEqual({ contents: 'read' });
});

test('a block leaves out what it does not name', async () => {
  expect(await granted('permissions: { issues: write, actions: none }', '')).toEqual({ issues: 'write' });
});

test("a job's block replaces the workflow's", async () => {
  expect(await granted('permissions: { issues: write }', '    permissions: { contents: read }')).toEqual({
    contents: 'read',
  });
});

test('an empty block grants nothing', async () => {
  expect(await granted('permissions: {}', '')).toEqual({});
});

test('read-all and write-all name every scope, each as far as it goes', async () => {
  const read = await granted('permissions: read-all', '');
  const write = await granted('permissions: write-all', '');
  expect([read?.['issues'], read?.['id-token'], write?.['issues'], write?.['id-token'], write?.['models']]).toEqual([
    'read',
    undefined,
    'write',
    'write',
    'read',
  ]);
});

test('a token ends with its job', async () => {
  const lab = openLab({
    '.github/workflows/ci.yml': "on: push\njobs: { a: { runs-on: x, steps: [{ run: 'true' }] } }",
  });
  await lab.run();
  expect(lab.minted).toHaveLength(1);
  expect([...lab.live]).toEqual([]);
});

test('all that exceeds a grant is named at once', () => {
  expect(exceeding({ issues: 'write', contents: 'read', actions: 'read' }, { issues: 'read', contents: 'write' })).toBe(
    "is requesting 'issues: write, actions: read', but is only allowed 'issues: read, actions: none'.",
  );
});
