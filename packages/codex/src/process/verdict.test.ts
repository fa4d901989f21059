import type { TurnEnd } from '@codex-worker/core';
import { expect, test } from 'vitest';
import type { CodexExit } from './run-codex.ts';
import { judge, type Witness } from './verdict.ts';

const id = '01a204d7-2660-7f73-a206-229fdbd2a2c8';
const usage = { input: 1, cachedInput: 0, output: 1, reasoning: 0 };
const seen: Witness = {
  sessionId: id,
  startedSession: id,
  finalMessage: 'Done.',
  completed: true,
  turnFailed: undefined,
};
const exit: CodexExit = { code: 0, exit: 'exit code 0', stderr: '', stopped: undefined, refusedHosts: [] };
const base = {
  order: { prompt: 'x', sessionId: id, sandbox: 'workspace-write', model: undefined, effort: undefined },
  seen,
  exit,
  record: { sandbox: 'workspace-write', usage },
  upstreamUnreachable: false,
  patience: { wallMinutes: 60, idleMinutes: 15 },
} as const;
const open = { ...seen, completed: false };
const killed = { ...exit, code: 1, exit: 'exit code 1' };

const cases: readonly { readonly when: string; readonly facts: object; readonly end: Partial<TurnEnd> }[] = [
  {
    when: 'it completes and exits with 0',
    facts: {},
    end: { kind: 'answered', finalMessage: 'Done.', usage, sandbox: 'workspace-write' },
  },
  {
    when: 'it completes and its exit hangs',
    facts: { exit: { ...killed, stopped: 'lingering' } },
    end: { kind: 'answered' },
  },
  {
    when: 'it completes while somebody cancels',
    facts: { exit: { ...exit, stopped: 'cancelled' } },
    end: { kind: 'answered' },
  },
  { when: 'it exits with 0 and never completed', facts: { seen: open }, end: { kind: 'failed', code: 'crashed' } },
  { when: 'it completes and exits with 1', facts: { exit: killed }, end: { kind: 'failed', code: 'crashed' } },
  {
    when: 'it is cancelled',
    facts: { seen: open, exit: { ...killed, stopped: 'cancelled' } },
    end: { kind: 'cancelled', sessionId: id },
  },
  {
    when: 'its time is up',
    facts: { seen: open, exit: { ...killed, stopped: 'wall' } },
    end: { kind: 'timed-out', after: 'wall', minutes: 60 },
  },
  {
    when: 'it is silent for too long',
    facts: { seen: open, exit: { ...killed, stopped: 'idle' } },
    end: { kind: 'timed-out', after: 'idle', minutes: 15 },
  },
  {
    when: 'another session begins',
    facts: { seen: { ...seen, startedSession: 'other' }, exit: { ...exit, stopped: 'wrong-session' } },
    end: {
      kind: 'failed',
      code: 'session-mismatch',
      detail: `Codex was asked to resume the session ${id} and began other.`,
    },
  },
  { when: 'nothing says which sandbox it had', facts: { record: undefined }, end: { kind: 'failed', code: 'crashed' } },
  {
    when: 'the turn failed',
    facts: { seen: { ...open, turnFailed: 'Quota exceeded.' }, exit: killed },
    end: { kind: 'failed', code: 'quota', detail: 'Quota exceeded.' },
  },
];

for (const { when, facts, end } of cases) {
  test(`when ${when}, the turn ends as ${end.kind}`, () => {
    expect(judge({ ...base, ...facts })).toMatchObject(end);
  });
}
