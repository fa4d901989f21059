import { readFile } from 'node:fs/promises';
import type { Attack } from '../../attack.ts';
import { installFrom, integrityOf, leaveInstall, openMirror, packageThatPrints } from '../../codex-mirror.ts';

const threat = 'codex-package';
const folder = 'packages/codex/src/install';
/** The default version, whose digest the product knows. */
const version = '0.169.0';

const isStolen = async (binary: string | undefined): Promise<boolean> =>
  binary !== undefined && /echo (?:stolen|left)/.test(await readFile(binary, 'utf8'));

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a mirror serves a package of Codex that was changed after its digest was published',
    wins: "a program of the attacker in the agent's job, beside the model key",
    without: [{ file: `${folder}/unpack.ts`, find: 'actual !== source.integrity', replace: 'actual.length === 0' }],
    run: async (product) => {
      const published = integrityOf(packageThatPrints('harmless'));
      await using mirror = await openMirror(packageThatPrints('stolen'), published);
      return isStolen(await installFrom(product, mirror, '1.2.3'));
    },
  },
  {
    threat,
    name: 'a registry serves another package as the default version, with a digest that fits it',
    wins: "a program of the attacker in the agent's job, beside the model key",
    without: [{ file: `${folder}/registry.ts`, find: 'release.pinned ?? integrity', replace: 'integrity' }],
    run: async (product) => {
      await using mirror = await openMirror(packageThatPrints('stolen'));
      return isStolen(await installFrom(product, mirror, version));
    },
  },
  {
    threat,
    name: 'another package is left in the tool cache under the name of the default version',
    wins: 'the next job on the machine runs it',
    without: [
      {
        file: `${folder}/marker.ts`,
        find: 'release.pinned !== undefined && marker.integrity !== release.pinned',
        replace: 'release.pinned === marker.integrity.slice(0, 0)',
      },
    ],
    run: async (product) => {
      const bytes = packageThatPrints('left');
      await using mirror = await openMirror(bytes);
      await leaveInstall(mirror, version, bytes);
      return isStolen(await installFrom(product, mirror, version));
    },
  },
];
