import { Failure } from '../failure/failure.ts';
import { type BaseId, baseOf, type Request, type RequestId } from '../request/request.ts';
import type { Conversation } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import { once } from '../turn/once.ts';
import type { Attachment, WhyUnread } from './attachment.ts';
import type { BroughtPicture, Pictures } from './pictures.ts';
import { addressOf } from './read-attachments.ts';

/** As many pictures as a turn is given. */
const MOST_PICTURES = 10;

/** What came with a turn besides words. */
export interface Attached {
  /** The pictures, in the order of their numbers. */
  readonly files: readonly string[];
  /** By what they were attached to. */
  readonly to: ReadonlyMap<AttachedTo, AttachedThere>;
}

/** A request, or what the thread is about. */
export type AttachedTo = RequestId | 'thread';

export interface AttachedThere {
  /** Their numbers count from 1, as Codex shows them to the model. */
  readonly pictures: readonly { readonly number: number; readonly name: string }[];
  readonly unread: readonly Unread[];
}

/** An attachment that the model does not see. */
export interface Unread {
  readonly name: string;
  readonly why: WhyUnread;
}

export interface BringPorts {
  readonly conversation: Pick<Conversation, 'request'>;
  readonly pictures: Pictures;
}

/** What a turn is asked with. */
export interface AskedWith {
  readonly thread: Thread;
  /** What the thread is about, where the turn is told and whoever wrote it asks. */
  readonly about: readonly Attachment[];
  readonly requests: readonly Request[];
}

export const noneAttached: Attached = { files: [], to: new Map() };

/** Brings what a turn's requests have attached. Nothing that cannot be read keeps a turn from being taken. */
export async function bringAttachments(ports: BringPorts, asked: AskedWith): Promise<Attached> {
  const files: string[] = [];
  const to = new Map<AttachedTo, AttachedThere>();
  const base: BaseId = `issue-${asked.thread.number}`;
  const sources: readonly Source[] = [
    { to: 'thread', id: base, attachments: asked.about },
    ...asked.requests.map((request) => ({
      to: request.id,
      id: baseOf(request.id),
      attachments: attachmentsOf(request),
    })),
  ];
  for (const source of sources) {
    if (source.attachments.length > 0) to.set(source.to, await bringTo(ports, asked.thread, { source, files }));
  }
  return { files, to };
}

interface Source {
  readonly to: AttachedTo;
  /** Under which GitHub tells its attachments once more. */
  readonly id: BaseId;
  readonly attachments: readonly Attachment[];
}

/** Everything that a request has attached, that of a review's comments too. */
export const attachmentsOf = ({ attachments = [], notes = [] }: Request): readonly Attachment[] => [
  ...attachments,
  ...notes.flatMap((note) => note.attachments ?? []),
];

/** Brings pictures before their turn comes: their addresses open for some minutes, and a turn may take longer. */
export async function bringAhead(pictures: Pictures, requests: readonly Request[]): Promise<void> {
  for (const request of requests) {
    const wanted = attachmentsOf(request).filter(({ kind }) => kind === 'picture');
    await Promise.all(wanted.slice(0, MOST_PICTURES).map(({ url }) => pictures.bring(url)));
  }
}

/** The names of all that the model does not see, in order. */
export const unreadOf = ({ to }: Attached): readonly Unread[] => [...to.values()].flatMap(({ unread }) => unread);

interface Bringing {
  readonly source: Source;
  /** Grows with each picture of the turn. */
  readonly files: string[];
}

async function bringTo(ports: BringPorts, thread: Thread, { source, files }: Bringing): Promise<AttachedThere> {
  const pictures: { number: number; name: string }[] = [];
  const unread: Unread[] = [];
  const fresh = once(() => freshAddresses(ports, thread, source.id));
  for (const { kind, name, url } of source.attachments) {
    const why = kind === 'picture' ? (files.length >= MOST_PICTURES ? 'too-many' : undefined) : kind;
    const brought: BroughtPicture = why ? { kind: 'unread', why } : await bring(ports.pictures, url, fresh);
    if (brought.kind === 'unread') unread.push({ name, why: brought.why });
    else pictures.push({ number: files.push(brought.file), name });
  }
  return { pictures, unread };
}

/** An address that opens no more is asked for once more, and opens the same picture. */
async function bring(
  pictures: Pictures,
  url: string,
  fresh: () => Promise<ReadonlyMap<string, string>>,
): Promise<BroughtPicture> {
  const brought = await pictures.bring(url);
  if (brought.kind === 'there' || brought.why !== 'expired') return brought;
  const again = (await fresh()).get(addressOf(url));
  return again === undefined || again === url ? brought : pictures.bring(again);
}

async function freshAddresses(
  { conversation }: BringPorts,
  thread: Thread,
  id: BaseId,
): Promise<ReadonlyMap<string, string>> {
  try {
    const request = await conversation.request(thread, id);
    return new Map((request ? attachmentsOf(request) : []).map(({ url }) => [addressOf(url), url]));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return new Map();
  }
}
