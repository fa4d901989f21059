import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Octokit } from '@octokit/rest';
import type { Lab } from '../lab.ts';
import type { ScriptedModel } from '../model/scripted-model.ts';
import type { Acting, Persona, Reply } from './open-scene.ts';
import { until } from './until.ts';

/** What people do in a lab, and what they get to see. */
export function actingIn(lab: Lab, model: ScriptedModel): Acting {
  const { owner, name: repo } = lab.github.repository;
  const place = { owner, repo };
  const as = (who: Persona) =>
    new Octokit({ baseUrl: lab.github.api, auth: lab.github.tokens[who], log: silent, request: { retries: 0 } });
  const replies = async (number: number): Promise<readonly Reply[]> => {
    const { data } = await as('owner').rest.issues.listComments({ ...place, issue_number: number, per_page: 100 });
    const ours = data.filter(({ user }) => user?.login === 'github-actions[bot]');
    return ours.map(({ id, body }) => ({ id, body: body ?? '' }));
  };
  const lastReply = async (number: number): Promise<string> => (await replies(number)).at(-1)?.body ?? '';
  const opens: Acting['opens'] = async (who, title, body, more = {}) => {
    const text = body === undefined ? {} : { body };
    return (await as(who).rest.issues.create({ ...place, title, ...text, ...more })).data.number;
  };
  const comments: Acting['comments'] = async (who, number, body) =>
    (await as(who).rest.issues.createComment({ ...place, issue_number: number, body })).data.id;
  return {
    place,
    as,
    replies,
    lastReply,
    opens,
    comments,
    async begin(title, body) {
      const issue = await opens('owner', title, body);
      await lab.engine.idle();
      return issue;
    },
    async follow(number, text) {
      await comments('owner', number, text);
      await lab.engine.idle();
      return lastReply(number);
    },
    askedFor: (text) => until(() => model.requests.some(({ request }) => request?.prompt.includes(text) === true)),
    async dispatches(inputs, file = 'codex.yml') {
      const workflow = { ...place, workflow_id: file, ref: 'main' };
      await as('writer').rest.actions.createWorkflowDispatch({ ...workflow, inputs });
    },
    idle: () => lab.engine.idle(),
    async pullOf(issue) {
      const { data } = await as('owner').rest.pulls.list({ ...place, state: 'all' });
      const pull = data.find(({ head }) => head.ref.startsWith(`codex/issue-${issue}/`));
      if (!pull) throw new Error(`There is no pull request for #${issue}.`);
      return { number: pull.number, branch: pull.head.ref, title: pull.title, body: pull.body ?? '' };
    },
    async filesOf(branch) {
      const { stdout } = await run('git', ['-C', lab.github.gitFolder, 'ls-tree', '-r', '--name-only', '-z', branch]);
      return stdout.split('\0').filter((file) => file !== '');
    },
    async artifacts(name) {
      const { data } = await as('owner').rest.actions.listArtifactsForRepo({ ...place, name });
      return data.artifacts.map(({ id, size_in_bytes, workflow_run }) => ({
        id,
        bytes: size_in_bytes,
        runId: workflow_run?.id ?? 0,
      }));
    },
    get runs() {
      return lab.engine.runs;
    },
    lastRun() {
      const run = lab.engine.runs.at(-1);
      if (!run) throw new Error('Nothing ever ran.');
      return run;
    },
  };
}

const run = promisify(execFile);

const ignore = () => {};
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
