import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Attack } from '../../attack.ts';
import { installFrom, integrityOf, leaveInstall, openMirror, packageThatRuns } from '../../codex-mirror.ts';
import type { Product } from '../../product.ts';

const threat = 'codex-package';
const folder = 'packages/codex/src/install';
/** The default version, whose digest the product knows. */
const version = '0.169.0';

const isStolen = async (binary: string | undefined): Promise<boolean> =>
  binary !== undefined && /echo (?:stolen|left)/.test(await readFile(binary, 'utf8'));

const digest = { file: `${folder}/unpack.ts`, find: 'actual !== source.integrity', replace: 'actual.length === 0' };

/** Whether codex-run, as it is built, starts a program that was changed after its digest was published. */
async function actionStarts(product: Product): Promise<boolean> {
  const stage = await product.stage();
  const event = await stage.opened({ title: 'A request', body: 'Explain.' });
  const job = await stage.job(stage.run(event), event, { name: 'pipeline', permissions: {} });
  const proof = path.join(job.temp, 'proof');
  await using mirror = await openMirror(packageThatRuns(`touch ${proof}`), integrityOf(packageThatRuns('true')));
  const inputs = { prompt: 'Explain.', 'openai-api-key': 'sk-redteam-0123456789abcdef', 'codex-version': '1.2.3' };
  const environment = { RUNNER_TOOL_CACHE: mirror.toolCache };
  const seen = await job.use('codex-run', { ...inputs, registry: mirror.url }, { environment });
  if (seen.exitCode === 0) throw new Error('A package that is no Codex answered.');
  return existsSync(proof);
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a mirror serves a package of Codex that was changed after its digest was published',
    wins: "a program of the attacker in the agent's job, beside the model key",
    without: [digest],
    run: async (product) => {
      const published = integrityOf(packageThatRuns('echo harmless'));
      await using mirror = await openMirror(packageThatRuns('echo stolen'), published);
      return isStolen(await installFrom(product, mirror, '1.2.3'));
    },
  },
  {
    threat,
    name: 'a registry serves another package as the default version, with a digest that fits it',
    wins: "a program of the attacker in the agent's job, beside the model key",
    without: [{ file: `${folder}/registry.ts`, find: 'release.pinned ?? integrity', replace: 'integrity' }],
    run: async (product) => {
      await using mirror = await openMirror(packageThatRuns('echo stolen'));
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
      const bytes = packageThatRuns('echo left');
      await using mirror = await openMirror(bytes);
      await leaveInstall(mirror, version, bytes);
      return isStolen(await installFrom(product, mirror, version));
    },
  },
  {
    threat,
    name: 'codex-run, as it is built, gets a package that was changed after its digest was published',
    wins: "a program of the attacker in the agent's job, beside the model key",
    without: [digest],
    run: actionStarts,
  },
];
