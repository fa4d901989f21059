import { readSessions } from '@codex-worker/codex';
import { parseStoredTurns, parseThreadState, persistThread, redactTranscript, turnRows } from '@codex-worker/core';
import {
  info,
  output,
  type RunFacts,
  type RunPage,
  runArtifacts,
  runRedactor,
  stateDirectory,
  threadFacts,
} from '@codex-worker/github';
import type { PersistInputs } from './inputs.ts';
import { keepTranscript } from './keep-transcript.ts';

const DAY_MS = 86_400_000;

/** Uploads what the turns left in the state directory; nothing when there was no turn and no reply. */
export async function keep(run: RunFacts, inputs: PersistInputs, page: RunPage): Promise<void> {
  const directory = stateDirectory(inputs.stateDir);
  page.begin({ run, stage: 'persist', directory, draws: 'if-it-fails' });
  page.tell(threadFacts(run, inputs.thread));
  const stored = { state: await directory.read('thread.json'), turns: await directory.read('turns.json') };
  if (stored.state === undefined || stored.turns === undefined) {
    output('outbox', false);
    page.tell({ draws: 'always', turns: [] });
    return info('No turn was recorded: there is nothing to keep.');
  }
  const state = parseThreadState(stored.state);
  const turns = parseStoredTurns(stored.turns);
  page.tell({ turns: turnRows(turns.outbox?.replies ?? [], []) });
  const { ledger } = turns;
  const files = await readSessions(await directory.folder('codex-home'));
  const ofSession = files
    .filter(({ path }) => ledger.settings.sessionId !== undefined && path.includes(ledger.settings.sessionId))
    .map(({ path, bytes }) => ({ path, bytes: redactTranscript(bytes, runRedactor()) }));
  const { outbox, bundle } = await persistThread(runArtifacts(), {
    thread: inputs.thread,
    repositoryId: run.repository.id,
    runId: run.runId,
    retentionDays: inputs.retentionDays,
    sessionKey: inputs.sessionKey,
    codexVersion: turns.codexVersion,
    ledger,
    keepBundle: state.keepBundle,
    files: ofSession,
    outbox: turns.outbox,
  });
  output('outbox', outbox);
  // The job that publishes draws the picture, once it has published.
  if (!outbox) page.tell({ draws: 'always' });
  output('artifact-id', bundle?.id);
  output('size', bundle?.bytes);
  output('expires-at', bundle && new Date(Date.now() + inputs.retentionDays * DAY_MS).toISOString());
  info(bundle ? `The session is sealed: artifact ${bundle.id}, ${bundle.bytes} bytes.` : 'No session was stored.');
  // Last: whatever becomes of it, nothing of the thread is lost.
  await keepTranscript(run, inputs, { state, ledger, rollout: ofSession[0]?.bytes });
  output('timeline', JSON.stringify(await page.timeline()));
}
