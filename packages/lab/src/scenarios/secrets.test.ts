import { openBundle } from '@codex-worker/core';
import { expect, test } from 'vitest';
import type { StepMoment } from '../engine/options.ts';
import { type JobWatch, watchJobs } from './job-processes.ts';
import { canLend } from './lent-user.ts';
import { openScene, type Scene, sceneKey, until } from './scene.ts';
import { unzip } from './unzip.ts';

/** Planted in the machine, as a job with `id-token: write` has it. */
const machine = {
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'oidc-0123456789abcdef0123456789abcdef',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:9/oidc-0123456789?audience=x',
  AWS_SECRET_ACCESS_KEY: 'aws-0123456789abcdef0123456789abcdef',
};

/** Codex shows a model some kilobytes of what a command prints: the first and the last of it. */
const sought = "grep -aE 'TOKEN|KEY|SECRET|oidc-|ghs_|sk-' | cut -c1-300 | sort -u | head -40";
/** A request that goes through all that a command can reach. */
const nosy = [
  `shell env | ${sought}; env | grep ^PATH=`,
  `shell cat /proc/*/environ | tr '\\0' '\\n' | ${sought}`,
  `shell cat /proc/*/cmdline | tr '\\0' '\\n' | ${sought}`,
  'shell cat .git/config .git/credentials ~/.git-credentials ~/.codex/auth.json; git config --list',
  `shell find .. ../.. -type f -size -100k -not -path '*/.git/*' 2>/dev/null | head -2000 | xargs cat | ${sought}`,
  'write report.txt: all that I found',
].join('\n');

/** What the processes of the worker were given that nobody else may have, by where it came from. */
function secretsOf({ processes }: JobWatch): ReadonlyMap<string, string> {
  const names = [
    'INPUT_GITHUB-TOKEN',
    'INPUT_OPENAI-API-KEY',
    'INPUT_SESSION-KEY',
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'AWS_SECRET_ACCESS_KEY',
  ];
  const given = processes.flatMap(({ job, environment }) =>
    names.map((name) => [environment.get(name) ?? '', `${name} of ${job.name}`] as const),
  );
  return new Map(given.filter(([value]) => value !== ''));
}

/** Everything that somebody can read afterwards, by where it stands. */
async function everythingOf(scene: Scene, watch: JobWatch, bodies: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const run of scene.runs) {
    found.set(`log of run ${run.id}`, run.log);
    for (const job of run.jobs) {
      found.set(`page of ${job.name}`, JSON.stringify([job.summary, job.annotations, job.outputs, job.steps]));
    }
  }
  for (const [file, texts] of watch.files) found.set(`file ${file}`, [...texts].join('\n'));
  for (const [index, body] of bodies.entries()) found.set(`model request ${index}`, body);
  const octokit = scene.as('owner');
  const list = { ...scene.place, per_page: 100, state: 'all' } as const;
  found.set('comments', JSON.stringify(await octokit.paginate(octokit.rest.issues.listCommentsForRepo, list)));
  found.set('issues', JSON.stringify(await octokit.paginate(octokit.rest.issues.listForRepo, list)));
  const { data } = await octokit.rest.actions.listArtifactsForRepo(list);
  for (const { id, name } of data.artifacts) found.set(`artifact ${name}`, await opened(scene, id, name));
  return found;
}

/** An artifact as whoever has the key reads it. */
async function opened(scene: Scene, id: number, name: string): Promise<string> {
  const response = await fetch(`${scene.lab.github.api}/_lab/artifacts/${id}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const thread = /^codex-worker-session-((?:issue|pr)-\d+)$/.exec(name)?.[1];
  if (thread === undefined) return unzip(bytes).join('\n');
  const owner = { repositoryId: scene.lab.github.repository.id, thread: thread as `issue-${number}` };
  const { ledger, files } = openBundle(bytes, owner, sceneKey);
  expect(files.length).toBeGreaterThan(0);
  return [JSON.stringify(ledger), ...files.map((file) => file.bytes.toString('latin1'))].join('\n');
}

/** In the forms in which a secret is still one. */
const formsOf = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
];

/** Each secret that stands somewhere where it may not, and where. */
async function leaksOf(scene: Scene, watch: JobWatch, bodies: readonly string[]): Promise<readonly string[]> {
  const secrets = secretsOf(watch);
  // Key, planted values, and of at least two jobs the token and the runtime token.
  expect(secrets.size).toBeGreaterThan(6);
  const everything = await everythingOf(scene, watch, bodies);
  expect([...everything.keys()].some((place) => place.includes('rollout-'))).toBe(true);
  // The commands ran, and what they printed was sent to the model.
  expect(bodies.join()).toContain('PATH=');
  return [...secrets].flatMap(([secret, name]) =>
    [...everything].flatMap(([place, text]) =>
      formsOf(secret).some((form) => text.includes(form)) ? [`${name} in ${place}`] : [],
    ),
  );
}

const ways = {
  'that ends well': async (scene: Scene) => {
    const issue = await scene.begin('Look around', nosy);
    expect(await scene.lastReply(issue)).toContain('You asked:');
  },
  'that is cancelled': async (scene: Scene) => {
    await scene.opens('owner', 'Look around', `${nosy}\nwait 60000`);
    await until(() => scene.model.requests.some(({ request }) => (request?.toolOutputs ?? 0) >= 6));
    await scene.as('owner').rest.actions.cancelWorkflowRun({ ...scene.place, run_id: scene.lastRun().id });
    await scene.idle();
    expect(scene.lastRun().conclusion).toBe('cancelled');
  },
  'whose machine is lost': async (scene: Scene) => {
    await scene.begin('Look around', nosy);
    expect(scene.lastRun().conclusion).toBe('failure');
  },
} as const;

const modes = [
  { safety: 'sandbox', sandbox: 'workspace-write' },
  { safety: 'none', sandbox: 'workspace-write' },
  ...(canLend ? [{ safety: 'unprivileged-user', sandbox: 'danger-full-access' }] : []),
];
const cases = modes.flatMap((mode) =>
  Object.entries(ways).map(
    ([way, play]) => [way, `safety: ${mode.safety}, sandbox: ${mode.sandbox}`, mode, play] as const,
  ),
);

test.concurrent.each(cases)(
  'a turn %s leaves no secret anywhere, whatever its commands look for (%s)',
  async (way, _mode, settings, play) => {
    const watch = watchJobs();
    const bodies: string[] = [];
    const losesRunner = ({ when, step }: StepMoment): boolean => {
      if (way !== 'whose machine is lost' || when !== 'after' || !step.name.includes('session-persist')) return false;
      watch.look();
      return true;
    };
    await using scene = await openScene({
      with: settings,
      watch: { onProgress: watch.onProgress, machine, losesRunner },
      onModelRequest: (body) => void bodies.push(body),
    });
    await play(scene);
    expect(await leaksOf(scene, watch, bodies)).toEqual([]);
  },
);

test.concurrent('the same search finds secrets where nothing stands in its way', async () => {
  const watch = watchJobs();
  const bodies: string[] = [];
  await using scene = await openScene({
    with: { safety: 'none', sandbox: 'danger-full-access' },
    watch: { onProgress: watch.onProgress, machine },
    onModelRequest: (body) => void bodies.push(body),
  });
  await ways['that ends well'](scene);
  expect((await leaksOf(scene, watch, bodies)).join('\n')).toContain('in model request');
});
