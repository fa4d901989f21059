import * as v from 'valibot';
import type { Request } from '../request/request.ts';
import { requestIdSchema } from '../request/request-schema.ts';
import type { Start } from '../route/route.ts';
import { type Person, personTypes } from '../standing/standing.ts';
import { commitSha } from '../store/commit-sha.ts';
import { parseJson, problemsOf } from '../store/stored-json.ts';
import type { ThreadKey } from '../thread/thread.ts';

/** The format of a queue's files. Readers accept every version ever released. */
export const QUEUE_VERSION = 1;

const text = v.pipe(v.string(), v.nonEmpty());
const time = v.pipe(
  v.string(),
  v.check((x) => !Number.isNaN(Date.parse(x)), 'Write a time as 2026-03-01T10:00:00Z.'),
);

const person = v.object({
  login: text,
  id: v.number(),
  type: v.optional(v.picklist(personTypes), 'User'),
});

const place = v.object({
  reviewComment: v.number(),
  path: v.string(),
  line: v.optional(v.number()),
  hunk: v.string(),
});

const request = v.object({
  id: requestIdSchema,
  author: person,
  createdAt: time,
  text: v.string(),
  edited: v.optional(v.object({ before: v.optional(v.string()) })),
  place: v.optional(place),
  notes: v.optional(v.array(v.object({ place, text: v.string() }))),
});

/** A run that took a request from the queue, with its attempt: `123.1`. One that gave no answer leaves it there. */
const take = v.object({ run: v.string(), at: time });
export type Take = v.InferOutput<typeof take>;

// Other tools put files too: what they need not know has a default.
const file = v.object({
  version: v.literal(QUEUE_VERSION),
  thread: v.custom<ThreadKey>(
    (x) => typeof x === 'string' && /^(issue|pr)-[1-9]\d{0,9}$/.test(x),
    'Write the thread as issue-12 or pr-34.',
  ),
  request,
  asker: v.optional(person),
  start: v.optional(v.picklist(['new', 'continue', 'either', 'anew']), 'either'),
  openedBy: v.optional(person),
  ref: v.optional(v.string(), ''),
  sha: v.exactOptional(commitSha),
  base: v.optional(v.string(), ''),
  queuedAt: v.optional(time),
  taken: v.optional(v.array(take), []),
});
type QueueFileContents = v.InferOutput<typeof file>;

/** A request that waits in the queue, with what the run that takes it must know. */
export interface QueuedRequest {
  readonly thread: ThreadKey;
  readonly request: Request;
  /** Who asked for it: the router admitted them. */
  readonly asker: Person;
  readonly start: Start;
  /** Who opened the issue, where the event told. */
  readonly openedBy: Person | undefined;
  /** Empty where the run finds it out itself. */
  readonly ref: string;
  /** The commit of a fork that was authorised. */
  readonly sha?: string;
  readonly base: string;
  readonly queuedAt: string;
  /** Each run that took it so far. */
  readonly taken: readonly Take[];
}

/** The text of a queue's file, for people to read. */
export function renderQueuedRequest(queued: QueuedRequest): string {
  const { thread, request: asked, ...rest } = queued;
  return `${JSON.stringify({ version: QUEUE_VERSION, thread, request: asked, ...rest }, undefined, 2)}\n`;
}

export type ParsedQueueFile =
  | { readonly kind: 'request'; readonly queued: QueuedRequest }
  | { readonly kind: 'broken'; readonly reason: string };

/** Reads a queue's file, whoever wrote it. */
export function parseQueuedRequest(contents: string): ParsedQueueFile {
  const stored = parseJson(contents);
  if (stored === undefined) return broken('It is not JSON. Write one request as docs/queueing.md shows.');
  const version = v.safeParse(v.object({ version: v.number() }), stored);
  if (version.success && version.output.version > QUEUE_VERSION) {
    return broken(
      `It is version ${version.output.version}, and this release reads up to ${QUEUE_VERSION}. Use the newest release of Codex Worker in every workflow.`,
    );
  }
  const parsed = v.safeParse(file, stored);
  if (parsed.success) return { kind: 'request', queued: complete(parsed.output) };
  return broken(`It is not a request: ${problemsOf(parsed.issues, 'file')}. Write it as docs/queueing.md shows.`);
}

const broken = (reason: string): ParsedQueueFile => ({ kind: 'broken', reason });

function complete({ version: _, ...contents }: QueueFileContents): QueuedRequest {
  return {
    ...contents,
    request: toRequest(contents.request),
    asker: contents.asker ?? contents.request.author,
    openedBy: contents.openedBy,
    queuedAt: contents.queuedAt ?? contents.request.createdAt,
  };
}

function toRequest({ edited, place: at, notes, ...asked }: QueueFileContents['request']): Request {
  return {
    ...asked,
    ...(edited ? { edited: { before: edited.before } } : {}),
    ...(at ? { place: withLine(at) } : {}),
    ...(notes ? { notes: notes.map((note) => ({ ...note, place: withLine(note.place) })) } : {}),
  };
}

const withLine = (at: v.InferOutput<typeof place>) => ({ ...at, line: at.line });
