import path from 'node:path';
import { startScriptedModel } from '@codex-worker/lab/model';
import type { Rule } from '@codex-worker/lab/rule';
import { openStage, permissionsOf, type Stage, type StageJob, type Transcript } from '@codex-worker/lab/stage';
import { notingChildren, type TimeInChildren, timeInChildren } from './children.ts';

type Event = Awaited<ReturnType<Stage['opened']>>;

/** One step of a run as it was measured. */
export interface MeasuredStep {
  readonly action: string;
  readonly transcript: Transcript;
  readonly children: TimeInChildren;
}

/** A thread on a stage with the scripted model, whose runs can be taken step by step. */
export interface BenchThread extends AsyncDisposable {
  readonly stage: Stage;
  ask(body: string): Promise<Event>;
  reply(first: Event, body: string): Promise<Event>;
  /** Everything that the workflows do for an event, in their order. */
  takeRun(event: Event): Promise<readonly MeasuredStep[]>;
}

const key = 'sk-bench-0123456789abcdef';
const counter = { files: 0 };
const rules: readonly Rule[] = [
  {
    when: /change/i,
    steps: (prompt) => {
      const name = /file (\S+)\./.exec(prompt)?.[1] ?? 'sum.txt';
      return [
        { run: 'ls' },
        { patch: `*** Begin Patch\n*** Add File: ${name}\n+1 + 1 = 2\n*** End Patch` },
        { say: `I added ${name}.` },
      ];
    },
  },
  { when: () => true, steps: [{ run: 'ls' }, { say: 'It is a demo.' }] },
];

/** A request for a change that no request before it asked for. */
export function changeRequest(): string {
  counter.files += 1;
  return `Change something: add the file sum-${counter.files}.txt.`;
}

export async function openThread(): Promise<BenchThread> {
  const stage = await openStage();
  const model = await startScriptedModel({ rules, key });
  const route = await permissionsOf('codex-worker.yml', 'route');
  const agent = await permissionsOf('thread.yml', 'agent');
  const publish = await permissionsOf('thread.yml', 'publish');

  const takeRun = async (event: Event): Promise<readonly MeasuredStep[]> => {
    const run = stage.run(event);
    const taken: MeasuredStep[] = [];
    const step = async (job: StageJob, action: string, inputs: Readonly<Record<string, string>>) => {
      const measured = await takeStep(job, action, inputs, `${taken.length}`);
      taken.push(measured);
      return measured.transcript.outputs;
    };
    const routed = await step(await stage.job(run, event, { name: 'route', permissions: route }), 'event-router', {});
    const { thread = '', start = '', ref = '', base = '' } = routed;
    if (routed['decision'] !== 'run') return taken;
    const agentJob = await stage.job(run, event, { name: 'agent', permissions: agent });
    const { pending } = await step(agentJob, 'session-restore', { thread, start, ref, base, 'session-key': key });
    if (pending !== 'true') return taken;
    const codex = { 'openai-api-key': key, 'responses-api-url': `${model.url}/responses`, model: 'gpt-5.5' };
    await step(agentJob, 'codex-run', { thread, ref, ...codex });
    const { outbox } = await step(agentJob, 'session-persist', { thread, 'session-key': key });
    if (outbox !== 'true') return taken;
    const publishJob = await stage.job(run, event, { name: 'publish', permissions: publish });
    await step(publishJob, 'branch-pr', { thread, 'pull-request': 'never' });
    await step(publishJob, 'comment-reply', { thread });
    await step(publishJob, 'session-persist', { thread, operation: 'prune' });
    return taken;
  };
  return {
    stage,
    ask: (body) => stage.opened({ title: 'A request', body }),
    reply: (first, body) => stage.commented(numberOf(first), body),
    takeRun,
    [Symbol.asyncDispose]: async () => {
      await model.close();
      await stage[Symbol.asyncDispose]();
    },
  };
}

export const numberOf = ({ payload }: Event): number => (payload['issue'] as { readonly number: number }).number;

async function takeStep(
  job: StageJob,
  action: string,
  inputs: Readonly<Record<string, string>>,
  name: string,
): Promise<MeasuredStep> {
  const file = path.join(job.temp, `children-${name}.json`);
  const transcript = await job.use(action, inputs, { environment: notingChildren(file) });
  if (transcript.exitCode !== 0) throw new Error(`${action} failed:\n${transcript.golden}`);
  return { action, transcript, children: await timeInChildren(file) };
}
