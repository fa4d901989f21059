import { expect, test } from 'vitest';
import { parseProtectedPaths } from './protected-paths.ts';

test.each([
  { glob: 'package.json', path: 'package.json', is: true },
  { glob: 'package.json', path: 'web/package.json', is: false },
  { glob: '**/package.json', path: 'web/package.json', is: true },
  { glob: '**/package.json', path: 'package.json', is: true },
  { glob: 'infra', path: 'infra/deep/main.tf', is: true },
  { glob: '/infra/', path: 'infra/main.tf', is: true },
  { glob: './infra/**', path: 'infra/.env', is: true },
  { glob: 'infra/*', path: 'infra/deep/main.tf', is: true },
  { glob: 'infra', path: 'infrared.md', is: false },
  { glob: '*.tf', path: 'main.tf', is: true },
  { glob: '*.tf', path: 'infra/main.tf', is: false },
  { glob: 'Dockerfile', path: 'dockerfile', is: true },
  { glob: '**', path: '.github/CODEOWNERS', is: true },
  { glob: '{docs,web}/**', path: 'web/.hidden/a', is: true },
])('"$glob" protects $path: $is', ({ glob, path, is }) => {
  expect(parseProtectedPaths(`other/**\n\n  ${glob}\r\n`)(path)).toBe(is);
});

test('without globs nothing is protected', () => {
  expect(parseProtectedPaths('')('a')).toBe(false);
});

test.each(['!docs/**', 'infra\\main.tf', '/', './', '.'])(
  '"%s" is refused, because it would not protect what it seems to',
  (glob) => {
    expect(() => parseProtectedPaths(glob)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  },
);
