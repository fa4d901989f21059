import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Octokit } from '@octokit/rest';
import type { Plot, Step } from './steps.ts';

const examples = path.resolve(import.meta.dirname, '../../../../examples');

/** The end of the story: a tool asks by API, in a queue of the whole repository. */
export const queueStep: Step = {
  who: 'owner',
  title: 'sets up a queue for the repository, and has a tool ask in it',
  event: 'repository_dispatch',
  says: 'Which languages does greet.mjs know on the main branch?',
  act: async (octokit, plot, prompt) => {
    const place = { owner: plot.owner, repo: plot.repo };
    await addCaller(octokit, plot);
    // The run opens an issue for it.
    const { data } = await octokit.rest.issues.listForRepo({ ...place, state: 'all', per_page: 1 });
    await octokit.rest.repos.createDispatchEvent({ ...place, event_type: 'codex', client_payload: { prompt } });
    return (data[0]?.number ?? 0) + 1;
  },
  expected: { decision: 'enqueue', outcome: 'answered', sandbox: 'workspace-write' },
  check: (step) => (step.commentUrl === null ? ['what waited in the queue got no reply'] : []),
};

/** examples/queue.yml, without the events that the story's other caller serves. */
async function addCaller(octokit: Octokit, { owner, repo }: Plot): Promise<void> {
  const text = await readFile(path.join(examples, 'queue.yml'), 'utf8');
  const content = text.replace(/^ {2}issues:\n[\s\S]*?(?=^ {2}# Other tools)/m, '');
  await octokit.rest.repos.createOrUpdateFileContents({
    owner,
    repo,
    path: '.github/workflows/codex-queue.yml',
    message: 'Add a queue',
    content: Buffer.from(content).toString('base64'),
  });
}
