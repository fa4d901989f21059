import { type AdmissionPolicy, admit, type PermissionLookup } from '../standing/standing.ts';
import type { Comment } from '../thread/conversation.ts';
import { normaliseText, type Request } from './request.ts';

/** The comments that ask for something: by people with standing, never by us or by unknown bots. */
export async function requestsAmong(
  people: PermissionLookup,
  comments: readonly Comment[],
  policy: AdmissionPolicy,
): Promise<readonly Request[]> {
  const requests: Request[] = [];
  for (const { id, author, createdAt, body } of comments) {
    if ((await admit(people, author, policy)).kind !== 'admitted') continue;
    requests.push({ id: `comment-${id}`, author, createdAt, text: normaliseText(body) });
  }
  return requests;
}
