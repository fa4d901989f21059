import { expect, test } from 'vitest';
import { collidingNames, isUnfitName } from './unfit-name.ts';

test.each([
  { what: 'a device of Windows', name: 'src/aux' },
  { what: 'a device with an ending', name: 'NUL.txt' },
  { what: 'a stream of NTFS', name: 'a.txt:stream' },
  { what: 'a dot at the end, which Windows drops', name: 'config.' },
  { what: 'a line end', name: 'a\nb' },
  { what: 'letters turned around', name: 'evil\u202etxt.exe' },
  { what: 'a space that nobody sees', name: 'a\u200b.ts' },
])('$what is no name for a new file', ({ name }) => {
  expect(isUnfitName(name)).toBe(true);
});

test.each(['src/auxiliary.ts', 'pages/[id].tsx', '.env', 'näme 🚀.txt', 'a+b (1).md'])('%s is a name', (name) => {
  expect(isUnfitName(name)).toBe(false);
});

test.each([
  { added: ['readme.md'], others: ['README.md'], colliding: ['readme.md'] },
  { added: ['Src/a.ts'], others: ['src/b.ts'], colliding: ['Src/a.ts'] },
  { added: ['a.ts', 'A.ts'], others: [], colliding: ['A.ts'] },
  { added: ['src/A/x', 'src/a'], others: [], colliding: ['src/a'] },
  { added: ['e\u0301.txt'], others: ['\u00e9.txt'], colliding: ['e\u0301.txt'] },
  { added: ['\u017frc/c.ts'], others: ['src/b.ts'], colliding: ['\u017frc/c.ts'] },
  { added: ['kap\u0131.md'], others: ['kapi.md'], colliding: [] },
  { added: ['src/c.ts', 'docs/a'], others: ['src/b.ts', 'README.md'], colliding: [] },
])('of $added beside $others, $colliding would be mixed up', ({ added, others, colliding }) => {
  expect(collidingNames(added, others)).toEqual(colliding);
});
