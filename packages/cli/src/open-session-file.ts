import type { Command } from './command-line.ts';
import { describeSession, sessionAsJson } from './describe-session.ts';
import { openSession } from './opened-session.ts';
import { readBundle } from './read-bundle.ts';
import { readKeys } from './session-keys.ts';
import { writeSession } from './write-session.ts';

type Order = Extract<Command, { readonly kind: 'open-session' }>;

/** Opens a session bundle, puts it into a folder if that is asked, and tells what is in it. */
export async function openSessionFile(order: Order, environment: NodeJS.ProcessEnv): Promise<string> {
  const keys = await readKeys(order.keyFile, environment);
  const session = openSession(await readBundle(order.file), keys);
  if (order.out !== undefined) await writeSession(order.out, session.contents);
  return order.json ? `${sessionAsJson(session)}\n` : describeSession(session);
}
