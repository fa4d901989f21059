import type { ProgressEvent } from '../../../engine/options.ts';
import { watchJobs } from '../../../scenarios/job-processes.ts';
import { sceneKey } from '../../../scenarios/open-scene.ts';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'jobs-apart';
const workflow = '.github/workflows/thread.yml';
const request = 'write a.txt: a';

/** A process of the agent's job takes the token of its job, as whatever got out of the sandbox could, and makes a branch. */
async function makesBranch(product: Product): Promise<boolean> {
  const jobs = watchJobs();
  const answers: Promise<number>[] = [];
  let api = '';
  const onProgress = (event: ProgressEvent) => {
    jobs.onProgress(event);
    const { job, run, environment } = jobs.processes.at(-1) ?? {};
    const token = environment?.get('INPUT_GITHUB-TOKEN');
    if (event.kind !== 'process-started' || !job?.name.endsWith('agent') || !token || !run) return;
    answers.push(createRef(api, token, run.headSha, answers.length));
  };
  await using scene = await product.openScene({ watch: { onProgress } });
  api = scene.lab.github.api;
  await scene.begin('Add a file', request);
  if (answers.length === 0) throw new Error('No process of the agent had a token.');
  return (await Promise.all(answers)).includes(201);
}

async function createRef(api: string, token: string, sha: string, number: number): Promise<number> {
  const { status } = await fetch(`${api}/repos/octo-org/demo/git/refs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ref: `refs/heads/mallory-${number}`, sha }),
  });
  return status;
}

/** Whether any process of the publish job, which handles what the model wrote, has the model key. */
async function publisherHasKey(product: Product): Promise<boolean> {
  const jobs = watchJobs();
  await using scene = await product.openScene({ watch: { onProgress: jobs.onProgress } });
  await scene.begin('Add a file', request);
  const own = jobs.processes.filter(({ job }) => job.name.endsWith('publish'));
  if (own.length === 0) throw new Error('Nothing was published.');
  return own.some(({ environment }) => [...environment.values()].some((value) => value.includes(sceneKey)));
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: "what got out of the sandbox makes a branch with the token of the agent's job",
    wins: 'code in the repository that no publisher has looked at',
    without: [
      {
        file: workflow,
        find: "contents: read # to check out the thread's branch",
        replace: 'contents: write',
      },
    ],
    run: makesBranch,
  },
  {
    threat,
    name: 'what the model wrote gets a program of the publish job to tell its environment',
    wins: 'the model key',
    without: [
      {
        file: workflow,
        find: '    needs: agent\n',
        replace: '    needs: agent\n    env: { OPENAI_API_KEY: "${{ secrets.OPENAI_API_KEY }}" }\n',
      },
    ],
    run: publisherHasKey,
  },
];
