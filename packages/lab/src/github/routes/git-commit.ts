import { type Commit, readCommit, type Signature } from '../../git-host/commits.ts';
import { objectType, writeCommitObject } from '../../git-host/objects.ts';
import { type Hosted, timestamp } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { Refusal } from '../refusal.ts';
import { type Fields, requiredText } from '../request-fields.ts';
import { type Authorship, markVerified, ownSignature, signedByGitHub } from '../verified-commits.ts';

/** Stores the commit that a request describes. A bot that names no author gets it signed. */
export async function createGitCommit(hosted: Hosted, by: SignedIn, fields: Fields): Promise<Commit> {
  const message = requiredText(fields, 'Commit', 'message');
  const tree = requiredText(fields, 'Commit', 'tree');
  const parents = fields.texts('parents') ?? [];
  if ((await objectType(hosted.git, tree)) !== 'tree') throw new Refusal(422, 'Tree SHA does not exist');
  for (const parent of parents)
    if ((await objectType(hosted.git, parent)) !== 'commit')
      throw new Refusal(422, 'Parent SHA does not exist or is not a commit object');
  const signed = by.kind !== 'user' && !names(fields, 'author') && !names(fields, 'committer');
  const authorship = signed ? signedByGitHub(hosted, by) : givenAuthorship(hosted, by, fields);
  const sha = await writeCommitObject(hosted.git, { tree, parents, message, ...authorship });
  if (signed) markVerified(hosted, sha);
  return readCommit(hosted.git, sha);
}

function names(fields: Fields, role: 'author' | 'committer'): boolean {
  return fields.object(role) !== undefined;
}

/** Who a request says that a commit is from: the author is who asks, the committer is the author, unless it says more. */
export function givenAuthorship(hosted: Hosted, by: SignedIn, fields: Fields): Authorship {
  const author = signature(hosted, fields.object('author')) ?? ownSignature(hosted, by);
  return { author, committer: signature(hosted, fields.object('committer')) ?? author };
}

function signature(hosted: Hosted, given: Readonly<Record<string, unknown>> | undefined): Signature | undefined {
  if (given === undefined) return undefined;
  const { name, email, date = timestamp(hosted.now()) } = given;
  if (typeof name !== 'string' || typeof email !== 'string')
    throw new Refusal(422, `Invalid request.\n\n"${typeof name === 'string' ? 'email' : 'name'}" wasn't supplied.`);
  if (typeof date !== 'string' || Number.isNaN(Date.parse(date)))
    throw new Refusal(422, `Invalid request.\n\n${JSON.stringify(date)} is not a valid date.`);
  return { name, email, date: timestamp(new Date(date)) };
}
