import { rm } from 'node:fs/promises';
import { findPlace } from '../repository/find-place.ts';
import type { RemoteRepository } from '../repository/remote-address.ts';
import { describeSession, sessionAsJson } from './describe-session.ts';
import { downloadBundle } from './download-bundle.ts';
import { openSession } from './opened-session.ts';
import { readBundle } from './read-bundle.ts';
import type { SessionOrder } from './session-command-line.ts';
import { readKeys } from './session-keys.ts';
import { writePage } from './write-page.ts';
import { writeSession } from './write-session.ts';

/** Opens a session bundle, puts it into a folder if that is asked, and tells what is in it. */
export async function openSessionBundle(
  order: SessionOrder,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const keys = await readKeys(order.keyFile, environment);
  const session = openSession(await bytesOf(order, folder, environment), keys);
  if (order.out !== undefined) await writeSession(order.out, session.contents);
  try {
    if (order.html !== undefined) await writePage(order.html, await placeOf(order, folder, environment), session, keys);
  } catch (error) {
    // It would be in the way of the next attempt.
    if (order.out !== undefined) await rm(order.out, { recursive: true, force: true });
    throw error;
  }
  return order.json ? `${sessionAsJson(session)}\n` : describeSession(session);
}

function bytesOf(order: SessionOrder, folder: string, environment: NodeJS.ProcessEnv): Promise<Buffer> {
  const { from } = order;
  switch (from.kind) {
    case 'file':
      return readBundle(from.file);
    case 'thread':
      return downloadBundle({ ...order, thread: from.thread }, folder, environment);
  }
}

/** A file does not name its repository. */
async function placeOf(
  order: SessionOrder,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<RemoteRepository | undefined> {
  if (order.from.kind === 'file' && order.repository === undefined) return undefined;
  return (await findPlace(order, folder, environment)).remote;
}
