import { open } from 'node:fs/promises';
import { Misuse } from '../misuse.ts';
import { readInput } from '../words/read-input.ts';

/** An event as its file tells it. */
export interface Payload {
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** GitHub sends no payload of more than 25 MB. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Reads an event from a file, whoever wrote it. Its name is the one that is given, or what its payload tells. */
export async function readPayload(file: string, named: string | undefined): Promise<Payload> {
  const stored = recordOf(parse(await textOf(file), nameOf(file)));
  if (stored === undefined) {
    throw new Misuse(`${nameOf(file)} is JSON, but no object. Give the payload of an event, as GitHub sends it.`);
  }
  const { name = namedBy(stored), body } = unwrap(stored, named);
  if (name !== undefined) return { name, body };
  throw new Misuse(
    `${nameOf(file)} does not tell which event it is: it has ${keysOf(body)}. Name it with --event, such as --event issue_comment.`,
  );
}

const nameOf = (file: string): string => (file === '-' ? 'The standard input' : `"${file}"`);

async function textOf(file: string): Promise<string> {
  if (file === '-') return readInput(process.stdin, MOST_BYTES);
  try {
    await using handle = await open(file);
    const { size } = await handle.stat();
    if (size > MOST_BYTES) throw new Error(`it has ${size} bytes, and no event has more than ${MOST_BYTES}`);
    return await handle.readFile('utf8');
  } catch (error) {
    throw new Misuse(`"${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function parse(text: string, name: string): unknown {
  if (text.trim() === '') throw new Misuse(`${name} is empty. Give the payload of an event, as GitHub sends it.`);
  try {
    // A file that an editor of Windows saved begins with a mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Misuse(`${name} is no JSON: ${reason}. Give the payload of an event, as GitHub sends it.`);
  }
}

interface Unwrapped {
  readonly name: string | undefined;
  readonly body: Payload['body'];
}

/** The context of a run names its event, and holds it. */
function unwrap(stored: Payload['body'], named: string | undefined): Unwrapped {
  const { event_name: name, event } = stored;
  const body = recordOf(event);
  if (typeof name === 'string' && body !== undefined) return { name: named ?? name, body };
  return { name: named, body: stored };
}

/** A payload does not carry the name of its event: what it holds tells. */
function namedBy(body: Payload['body']): string | undefined {
  const has = (...keys: readonly string[]) => keys.every((key) => recordOf(body[key]) !== undefined);
  if (has('comment', 'issue')) return 'issue_comment';
  if (has('comment', 'pull_request')) return 'pull_request_review_comment';
  if (has('review', 'pull_request')) return 'pull_request_review';
  if (has('pull_request')) return 'pull_request';
  if (has('issue')) return 'issues';
  if (has('workflow_run')) return 'workflow_run';
  if ('client_payload' in body) return 'repository_dispatch';
  if ('workflow' in body && 'inputs' in body) return 'workflow_dispatch';
  if (typeof body['schedule'] === 'string') return 'schedule';
  return 'pusher' in body && 'ref' in body ? 'push' : undefined;
}

function keysOf(body: Payload['body']): string {
  const keys = Object.keys(body).slice(0, 8);
  return keys.length === 0 ? 'nothing' : keys.map((key) => `"${key.slice(0, 40)}"`).join(', ');
}

function recordOf(value: unknown): Payload['body'] | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
