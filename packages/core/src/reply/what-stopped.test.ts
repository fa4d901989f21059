import { describe, expect, test } from 'vitest';
import { type JobFacts, type StopFacts, whatStopped } from './what-stopped.ts';

const job = (name: string, conclusion: string | undefined, minutes: number | undefined): JobFacts => ({
  name,
  conclusion,
  minutes,
  endedAt: undefined,
  steps: [],
});

/** The agent's job, stopped in this step; those before it went well, those after it were not run. */
function agent(conclusion: string, minutes: number, step: string, ended: string | undefined): JobFacts {
  const names = [
    'Set up job',
    'Run $/actions/session-restore',
    'Run $/actions/codex-run',
    'Run $/actions/session-persist',
  ];
  const at = names.findIndex((name) => name.includes(step));
  const steps = names.map((name, index) => ({
    name,
    conclusion: index < at ? 'success' : index === at ? ended : 'skipped',
    minutes: index === at ? minutes : 0,
  }));
  return { ...job('worker / thread / agent', conclusion, minutes), steps };
}
const doneAgent = agent('success', 3, 'session-persist', 'success');
const publish = (conclusion: string, minutes: number | undefined): JobFacts => ({
  ...job('worker / thread / publish', conclusion, minutes),
  steps: [{ name: 'Run $/actions/comment-reply', conclusion, minutes }],
});

const facts: StopFacts = {
  jobs: [],
  routeFailed: false,
  results: ['cancelled'],
  failure: undefined,
  limits: { agent: 60, publish: 15 },
  kept: true,
};

describe('a run that was cancelled', () => {
  test.each([
    { when: 'while it waited', jobs: [job('agent', 'cancelled', undefined)], is: { kind: 'cancelled-before-start' } },
    { when: 'and has no job at all', jobs: [], is: { kind: 'cancelled-before-start' } },
    {
      when: 'while the session was restored',
      jobs: [agent('cancelled', 1, 'session-restore', 'cancelled')],
      is: { kind: 'cancelled', phase: 'before-codex' },
    },
    {
      when: 'while Codex worked',
      jobs: [agent('cancelled', 3, 'codex-run', 'cancelled')],
      is: { kind: 'cancelled', phase: 'codex' },
    },
    {
      when: 'while the session was stored',
      jobs: [agent('cancelled', 3, 'session-persist', 'cancelled')],
      is: { kind: 'cancelled', phase: 'after-codex' },
    },
    {
      when: 'while it published',
      jobs: [doneAgent, publish('cancelled', 1)],
      is: { kind: 'cancelled', phase: 'publish' },
    },
    {
      when: 'before it could publish',
      jobs: [doneAgent, publish('cancelled', undefined)],
      is: { kind: 'cancelled', phase: 'publish' },
    },
    {
      when: 'in a job whose steps nobody knows',
      jobs: [job('agent', 'cancelled', 3)],
      is: { kind: 'cancelled', phase: 'codex' },
    },
    {
      when: 'just before its limit',
      jobs: [agent('cancelled', 59.9, 'codex-run', 'cancelled')],
      is: { kind: 'cancelled', phase: 'codex' },
    },
  ])('$when → $is.kind', ({ jobs, is }) => {
    expect(whatStopped({ ...facts, jobs })).toEqual(is.kind === 'cancelled' ? { ...is, kept: true } : is);
  });
});

describe('a limit, which looks like a cancellation', () => {
  test.each([
    {
      of: 'the agent',
      jobs: [agent('cancelled', 60.2, 'codex-run', 'cancelled')],
      is: { minutes: 60, phase: 'codex' },
    },
    { of: 'the publication', jobs: [doneAgent, publish('cancelled', 15)], is: { minutes: 15, phase: 'publish' } },
    {
      of: 'the agent, by whole seconds',
      jobs: [agent('cancelled', 59.99, 'codex-run', 'cancelled')],
      is: { minutes: 60, phase: 'codex' },
    },
    {
      of: 'the agent, where GitHub says so itself',
      jobs: [agent('timed_out', 60, 'codex-run', 'cancelled')],
      is: { minutes: 60, phase: 'codex' },
    },
  ])('of $of', ({ jobs, is }) => {
    expect(whatStopped({ ...facts, jobs })).toEqual({ kind: 'timed-out', kept: true, ...is });
  });
});

describe('a run that broke', () => {
  test.each([
    { when: 'without a known job', jobs: [], is: { kind: 'failed', job: undefined, phase: 'codex' } },
    {
      when: 'where a step said why',
      jobs: [agent('failure', 3, 'codex-run', 'failure')],
      failure: 'No API key was given.',
      is: { kind: 'failed', job: 'worker / thread / agent', phase: 'codex' },
    },
    {
      when: 'where a step was told to stop, and the job was not',
      jobs: [agent('failure', 3, 'codex-run', 'failure')],
      failure: 'The run was cancelled while Codex worked. Reply in the thread to go on.',
      is: { kind: 'timed-out', step: 'Run $/actions/codex-run', minutes: 3, phase: 'codex' },
    },
    {
      when: 'at once, and nobody said why',
      jobs: [agent('failure', 0.1, 'session-restore', 'failure')],
      is: { kind: 'failed', job: 'worker / thread / agent', phase: 'before-codex' },
    },
    {
      when: 'after a while, and nobody said why: a limit of the step',
      jobs: [agent('failure', 31, 'codex-run', 'failure')],
      is: { kind: 'cut-off', step: 'Run $/actions/codex-run', minutes: 31, phase: 'codex' },
    },
    {
      when: 'without a step that ended: its machine is lost',
      jobs: [agent('failure', 5, 'codex-run', undefined)],
      is: { kind: 'runner-lost', job: 'worker / thread / agent', phase: 'codex' },
    },
    {
      when: 'as it published, and the agent was cancelled',
      jobs: [job('agent', 'cancelled', 3), publish('failure', 0.5)],
      is: { kind: 'failed', job: 'worker / thread / publish', phase: 'publish' },
    },
    {
      when: 'as it published, after Codex was told to stop',
      jobs: [job('agent', 'cancelled', 3), publish('failure', 0.5)],
      failure: 'The run was cancelled while Codex worked. Reply in the thread to go on.',
      is: { kind: 'failed', job: 'worker / thread / publish', phase: 'publish' },
    },
  ])('$when → $is.kind', ({ jobs, is, failure }) => {
    const reason = is.kind === 'failed' ? { reason: failure } : {};
    expect(whatStopped({ ...facts, results: ['failure'], failure, jobs })).toEqual({ ...is, ...reason, kept: true });
  });

  test('before anything was decided → route-failed', () => {
    const failed = { ...facts, routeFailed: true, failure: 'Why', jobs: [job('worker / route', 'failure', 1)] };
    expect(whatStopped(failed)).toEqual({ kind: 'route-failed', reason: 'Why' });
  });

  const routed = (conclusion: string, minutes: number | undefined, ended: string | undefined): JobFacts => ({
    ...job('worker / route', conclusion, minutes),
    steps: minutes === undefined ? [] : [{ name: 'Run $/actions/event-router', conclusion: ended, minutes }],
  });
  test.each([
    { when: 'by somebody', router: routed('cancelled', 0.1, 'cancelled'), is: 'cancelled-before-start' },
    { when: 'without a machine', router: routed('cancelled', undefined, undefined), is: 'cancelled-before-start' },
    { when: 'by its limit', router: routed('cancelled', 4.99, 'cancelled'), is: 'route-failed' },
    { when: 'by an error without a word', router: routed('failure', 0.1, 'failure'), is: 'route-failed' },
    { when: 'as its machine was lost', router: routed('failure', 0.1, undefined), is: 'runner-lost' },
  ])('before anything was decided, $when → $is', ({ router, is }) => {
    const others = [job('worker / enqueue', 'skipped', undefined), job('worker / thread', 'cancelled', undefined)];
    expect(whatStopped({ ...facts, routeFailed: true, jobs: [...others, router] })).toMatchObject({ kind: is });
  });
});
