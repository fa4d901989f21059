import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

/** The issue that an event is about, by the id that GraphQL wants. */
export interface EventIssue {
  readonly number: number;
  readonly nodeId: string;
}

const withIssue = v.object({ issue: v.object({ number: v.number(), node_id: v.string() }) });

/** Reads it from the event's file, which saves a call; undefined where the event is about something else. */
export async function readEventIssue(eventPath: string): Promise<EventIssue | undefined> {
  const parsed = v.safeParse(withIssue, JSON.parse(await readFile(eventPath, 'utf8')));
  if (!parsed.success) return undefined;
  const { number, node_id: nodeId } = parsed.output.issue;
  return { number, nodeId };
}
