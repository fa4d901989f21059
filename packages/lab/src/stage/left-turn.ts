import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { composeOutbox, type Drained, ledgerToKeep, settle, type ThreadState, threadKey } from '@codex-worker/core';
import type { StageJob } from './stage-job.ts';

/** What a turn said and did. */
export interface LeftTurn {
  readonly text: string;
  readonly patch?: string;
  readonly codexVersion?: string;
  /** A person asked for the pull request. */
  readonly openNow?: boolean;
  /** The commits that the change takes back. */
  readonly reverts?: readonly string[];
}

/** The session of every turn that is only left, not taken. */
const SESSION = '019a9b1c-0000-7000-8000-0000000000ab';

/** Leaves behind what codex-run does when it answers all that session-restore found open, so that the steps after it can be run alone. */
export async function leaveTurn(job: StageJob, thread: string, left: LeftTurn): Promise<void> {
  const { patch, codexVersion = '0.169.0' } = left;
  const folder = path.join(job.temp, 'codex-worker', thread);
  const state = JSON.parse(await readFile(path.join(folder, 'thread.json'), 'utf8')) as ThreadState;
  const drained = answerAll(state, job.run.id, left);
  const outbox = composeOutbox(state, drained, {
    run: job.run.id,
    branchTemplate: 'codex/issue-{number}/{summary}',
    headBranch: state.workspace.baseBranch,
    patch,
  });
  const turns = { ledger: ledgerToKeep(drained.ledger, outbox), outbox, codexVersion };
  await writeFile(path.join(folder, 'turns.json'), JSON.stringify(turns));
  await leaveTranscript(path.join(folder, 'codex-home'), threadKey(state.thread));
}

function answerAll(state: ThreadState, run: number, { text, openNow = false, reverts = [] }: LeftTurn): Drained {
  const turn = {
    sessionId: SESSION,
    sandbox: state.ledger.settings.sandbox,
    codexVersion: '0.169.0',
    startedAt: '2026-11-22T10:00:00Z',
    endedAt: '2026-11-22T10:00:07Z',
    outcome: 'answered',
  } as const;
  const ledger = state.open.reduce(
    (before, request) => settle(before, request, { state: 'answered', outboxRun: run, turn }),
    state.ledger,
  );
  const replies = state.open.map(({ id, author }) => {
    const facts = { seconds: 7, tokens: 1200 };
    const turnOf = openNow ? {} : { turn: facts };
    return { requestId: id, author: author.login, outcome: 'answered', text, ...turnOf } as const;
  });
  const takenBack = { commits: reverts, carried: false };
  return { ledger, replies, answered: state.open, outcome: 'answered', failure: undefined, openNow, takenBack };
}

async function leaveTranscript(home: string, thread: string): Promise<void> {
  const folder = path.join(home, 'sessions/2026/11/22');
  await mkdir(folder, { recursive: true });
  const lines = [
    { type: 'session_meta', payload: { id: SESSION } },
    { type: 'event_msg', payload: { thread } },
  ];
  const content = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await writeFile(path.join(folder, `rollout-2026-11-22T10-00-00-${SESSION}.jsonl`), content);
}
