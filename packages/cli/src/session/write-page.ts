import { writeFile } from 'node:fs/promises';
import { parseThread, redactor } from '@codex-worker/core';
import { Misuse } from '../misuse.ts';
import { pageOf, type RemoteRepository } from '../repository/remote-address.ts';
import type { OpenedSession } from './opened-session.ts';
import type { NamedKey } from './session-keys.ts';

/** Writes the turns of a session as a page that only its owner can read. What people wrote is in it: it is never written over another file. */
export async function writePage(
  file: string,
  place: RemoteRepository | undefined,
  { header, contents }: OpenedSession,
  keys: readonly NamedKey[],
): Promise<void> {
  const { renderTranscript } = await import('@codex-worker/transcript');
  const { ledger, files } = contents;
  const { sessionId } = ledger.settings;
  const thread = parseThread(header.thread);
  const page = renderTranscript({
    thread,
    repository: place && `${place.owner}/${place.name}`,
    title: header.thread,
    address: place && pageOf(place, `/${thread.kind === 'pr' ? 'pull' : 'issues'}/${thread.number}`),
    ledger,
    rollout: files.find(({ path }) => sessionId !== undefined && path.includes(sessionId))?.bytes,
    redactor: redactor(keys.map(({ value }) => value)),
    run: undefined,
    madeAt: new Date(),
  });
  await write(file, page);
}

async function write(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') throw new Misuse(`--html is "${file}", which exists. Name a file that does not.`);
    if (code === 'ENOENT') throw new Misuse(`--html is "${file}", and the folder that it would be in does not exist.`);
    throw new Misuse(
      `--html is "${file}", which cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}
