import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { digestsIn, withoutDigest } from '../../../../scripts/lockfile.ts';
import { installScripts, loosePins } from './dependencies.ts';
import { type ProjectFile, packageFiles, projectFile } from './project-files.ts';

const manifests = packageFiles();
const lockfile = projectFile('pnpm-lock.yaml').text;

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly hashes: readonly { readonly content: string }[];
}
const { components }: { components: readonly Component[] } = JSON.parse(projectFile('sbom.cdx.json').text);
const nameOf = ({ group, name }: Component): string => (group === undefined ? name : `${group}/${name}`);

test('every dependency is one exact version', () => {
  expect(manifests.length).toBeGreaterThan(12);
  expect(manifests.flatMap(loosePins)).toEqual([]);
});

test.each(['^1.2.3', '~1.2.3', '>=1.2.3', '1.2', '1.x', '*', 'latest', 'octo-org/demo', 'https://example.com/a.tgz'])(
  'the version %s is seen',
  (version) => {
    const manifest = { path: 'package.json', text: JSON.stringify({ devDependencies: { demo: version } }) };
    expect(loosePins(manifest)).toEqual([`package.json: demo ${version}`]);
  },
);

test('an install runs no script, neither ours nor that of a package', () => {
  const settings = parse(projectFile('pnpm-workspace.yaml').text);
  expect(settings.onlyBuiltDependencies).toEqual([]);
  expect(settings.dangerouslyAllowAllBuilds).toBeUndefined();
  expect(manifests.flatMap(installScripts)).toEqual([]);
});

test('a script of an install is seen', () => {
  const manifest: ProjectFile = {
    path: 'package.json',
    text: '{ "scripts": { "postinstall": "node a.js", "test": "b" } }',
  };
  expect(installScripts(manifest)).toEqual(['package.json: postinstall']);
});

test('the lockfile knows every package by its digest and none by an address', () => {
  expect(withoutDigest(lockfile)).toEqual([]);
});

test('a package without a digest, or with an address, is seen', () => {
  const digest = 'integrity: sha512-AAAA';
  const lines = [
    'packages:',
    `  fine@1.0.0: { resolution: { ${digest} } }`,
    `  elsewhere@1.0.0: { resolution: { ${digest}, tarball: 'https://example.com/a.tgz' } }`,
    '  old@1.0.0: { resolution: { integrity: sha1-AAAA } }',
    '  git@1.0.0: { resolution: { commit: abc, repo: example, type: git } }',
  ];
  expect(withoutDigest(lines.join('\n'))).toEqual(['elsewhere@1.0.0', 'old@1.0.0', 'git@1.0.0']);
});

test('the bill of materials has the digests of the lockfile', () => {
  const digests = digestsIn(lockfile);
  expect(components.length).toBeGreaterThan(20);
  for (const component of components) {
    const id = `${nameOf(component)}@${component.version}`;
    expect([id, component.hashes[0]?.content]).toEqual([id, digests.get(id)]);
  }
});

test('dist/ brings the licence of everything in the bill of materials', () => {
  const licences = projectFile('dist/LICENCES.txt').text;
  const missing = components.filter((held) => !licences.includes(`${nameOf(held)} ${held.version}`));
  expect(missing.map(nameOf)).toEqual([]);
});
