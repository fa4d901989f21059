import path from 'node:path';
import { rolloutOf } from './sessions.ts';
import { readTurnRecord } from './turn-record.ts';

/** Tokens of a turn that goes on, by what Codex has written down since its transcript had a length; undefined where it has not. */
export async function turnTokens(home: string, sessionId: string, since: number): Promise<number | undefined> {
  const rollout = await rolloutOf(home, sessionId);
  if (rollout === undefined) return undefined;
  const { usage } = await readTurnRecord(path.join(home, rollout.path), since);
  return usage && usage.input + usage.output;
}
