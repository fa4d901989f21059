import { idNumber, isRequestId, type Request, type RequestId } from '../request/request.ts';
import { wholeSeconds } from '../thread/whole-seconds.ts';

/** Where requests wait, one file each. */
export const WAITING_FOLDER = 'requests/';
/** Where files go that nobody can serve, each with a `.reason` beside it. */
export const BROKEN_FOLDER = 'broken/';

/** What the name of a queue's file tells: the order follows from it, and no file need be read for it. */
export interface QueuePlace {
  readonly path: string;
  /** Creation time in whole seconds, ISO 8601. */
  readonly createdAt: string;
  readonly requestId: RequestId;
}

/** The file of a request: the same for the same request, so that a redelivery finds it there. */
export function queuePath({ id, createdAt }: Pick<Request, 'id' | 'createdAt'>): string {
  return `${WAITING_FOLDER}${compact(createdAt)}-${id}.json`;
}

const compact = (time: string): string => wholeSeconds(Date.parse(time)).replaceAll(/[-:]/g, '');

/** Reads the path of a waiting request; undefined when it is not named as one. */
export function parseQueuePath(path: string): QueuePlace | undefined {
  const [, year, month, day, hour, minute, second, requestId] =
    /^requests\/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-([^/]+)\.json$/.exec(path) ?? [];
  const createdAt = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  if (!isRequestId(requestId) || Number.isNaN(Date.parse(createdAt))) return undefined;
  return { path, createdAt, requestId };
}

/** Strict order across all threads: by creation time, then by id, because GitHub's times have whole seconds. */
export function inQueueOrder(a: QueuePlace, b: QueuePlace): number {
  return (
    Date.parse(a.createdAt) - Date.parse(b.createdAt) ||
    idNumber(a.requestId) - idNumber(b.requestId) ||
    Number(a.path > b.path) - Number(a.path < b.path)
  );
}
