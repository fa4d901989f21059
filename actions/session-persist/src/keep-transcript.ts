import {
  isTranscriptMade,
  type Ledger,
  parseTranscriptChoice,
  type ThreadState,
  threadKey,
  transcriptName,
} from '@codex-worker/core';
import {
  fullName,
  info,
  output,
  type RunFacts,
  readVisibility,
  runArtifacts,
  runRedactor,
  warning,
} from '@codex-worker/github';
import type { PersistInputs } from './inputs.ts';

/** What a run knows of its thread when its session is stored. */
export interface KeptThread {
  readonly state: ThreadState;
  readonly ledger: Ledger;
  /** The rollout of the session, without secrets; undefined where there is none. */
  readonly rollout: Buffer | undefined;
}

/** Uploads the turns of the thread as a page, where one is wanted and the run has changed them. A run without it is still whole. */
export async function keepTranscript(run: RunFacts, inputs: PersistInputs, thread: KeptThread): Promise<void> {
  if (!isTranscriptMade(parseTranscriptChoice(inputs.transcript), await readVisibility(run))) return;
  if (isSame(thread.ledger.turns, thread.state.ledger.turns)) return;
  try {
    const { id, bytes } = await upload(run, inputs, thread);
    output('transcript-url', `${run.runUrl}/artifacts/${id}`);
    info(`The transcript is there to be read: artifact ${id}, ${bytes} bytes.`);
  } catch (error) {
    warning(`The transcript was not made: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const isSame = (one: Ledger['turns'], other: Ledger['turns']): boolean => JSON.stringify(one) === JSON.stringify(other);

async function upload(run: RunFacts, { thread, retentionDays }: PersistInputs, { state, ledger, rollout }: KeptThread) {
  const place = `${run.serverUrl}/${fullName(run.repository)}`;
  // Most runs make none, and need not load what makes one.
  const { renderTranscript } = await import('@codex-worker/transcript');
  const page = renderTranscript({
    thread,
    repository: fullName(run.repository),
    title: state.facts.title,
    address: `${place}/${thread.kind === 'pr' ? 'pull' : 'issues'}/${thread.number}`,
    ledger,
    rollout,
    redactor: runRedactor(),
    run: run.runUrl,
    madeAt: new Date(),
  });
  const name = transcriptName(threadKey(thread));
  return runArtifacts().upload(name, new Map([[name, Buffer.from(page)]]), retentionDays);
}
