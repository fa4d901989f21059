import { type Outbox, type RunArtifacts, readOutbox } from '@codex-worker/core';

/** The outbox that an earlier job of this run handed over; undefined when it made none. */
export async function readOwnOutbox(artifacts: RunArtifacts, name: string): Promise<Outbox | undefined> {
  const files = await artifacts.downloadByName(name);
  return files && readOutbox(new Map([...files].map(([file, bytes]) => [file, bytes.toString('utf8')])));
}
