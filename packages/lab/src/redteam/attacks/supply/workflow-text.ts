import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Attack, Change } from '../../attack.ts';
import type { Product, SharedScene } from '../../product.ts';

const threat = 'workflow-text';

/** A step of the job that every comment starts, as it is written where nobody thinks of shells. */
const says = (text: string): readonly Change[] => {
  const inputs = '          announce-queue: ${{ inputs.announce-queue }}\n';
  const last = `${inputs}          texts: \${{ inputs.texts || vars.CODEX_WORKER_TEXTS }}\n`;
  const step = `      - if: always()\n        run: echo "Seen ${text}"\n`;
  return [{ file: '.github/workflows/codex-worker.yml', find: last, replace: `${last}${step}` }];
};

/** Whether a shell ran what stands between the quotes. It would make a file. */
const runs = (write: (scene: SharedScene, injected: string) => Promise<void>) => async (product: Product) => {
  await using resources = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'redteam-text-'));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const proof = path.join(folder, 'proof');
  const scene = await product.scene();
  const before = scene.runs.length;
  await write(scene, proof);
  await scene.idle();
  if (scene.runs.length === before) throw new Error('No workflow ran.');
  return existsSync(proof);
};

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'the title of an issue closes the quotes of a script',
    wins: 'a shell in a job that may cancel runs and write in issues',
    without: says('${{ github.event.issue.title }}'),
    run: runs(async (scene, proof) => {
      await scene.opens('stranger', `It breaks"; touch "${proof}`);
    }),
  },
  {
    threat,
    name: 'a comment of many lines ends the script and begins another',
    wins: 'a shell in a job that may cancel runs and write in issues',
    without: says('${{ github.event.comment.body }}'),
    run: runs(async (scene, proof) => {
      const issue = await scene.opens('stranger', 'It breaks');
      await scene.comments('stranger', issue, `Me too."\ntouch "${proof}"\necho "`);
    }),
  },
  {
    threat,
    name: 'the name of a branch is a command',
    wins: 'a shell in a job that may cancel runs and write in issues',
    without: says('${{ github.event.pull_request.head.ref }}'),
    run: runs(async (scene, proof) => {
      const { git, pulls } = scene.as('writer').rest;
      const branch = `fix";touch\${IFS}"${proof}`;
      const { data: main } = await git.getRef({ ...scene.place, ref: 'heads/main' });
      const { data: tree } = await git.createTree({
        ...scene.place,
        base_tree: main.object.sha,
        tree: [{ path: 'fixed.txt', mode: '100644', type: 'blob', content: 'fixed\n' }],
      });
      const commit = { message: 'Fix', tree: tree.sha, parents: [main.object.sha] };
      const { data: made } = await git.createCommit({ ...scene.place, ...commit });
      await git.createRef({ ...scene.place, ref: `refs/heads/${branch}`, sha: made.sha });
      const { data: pull } = await pulls.create({ ...scene.place, title: 'Fix', head: branch, base: 'main' });
      const review = { pull_number: pull.number, event: 'COMMENT', body: 'See above.' } as const;
      await scene.as('stranger').rest.pulls.createReview({ ...scene.place, ...review });
    }),
  },
];
