import type { Signature } from '../git-host/commits.ts';
import { type Hosted, timestamp } from './hosted.ts';
import type { SignedIn } from './identity.ts';
import { addressOf } from './push-event.ts';

/** Who a commit that GitHub makes for somebody is from. */
export interface Authorship {
  readonly author: Signature;
  readonly committer: Signature;
}

/** The two names of a commit that GitHub makes and signs itself: its key speaks for this committer alone. */
export function signedByGitHub(hosted: Hosted, by: SignedIn): Authorship {
  const date = timestamp(hosted.now());
  return {
    author: ownSignature(hosted, by),
    committer: { name: 'GitHub', email: 'noreply@github.com', date },
  };
}

/** Somebody as the author of a commit now. */
export function ownSignature(hosted: Hosted, by: SignedIn): Signature {
  return { name: by.account.login, email: addressOf(by), date: timestamp(hosted.now()) };
}

/** Remembers that GitHub signed a commit. */
export function markVerified(hosted: Hosted, sha: string): void {
  hosted.verifiedCommits.set(sha, timestamp(hosted.now()));
}

/** What GitHub says of a commit's signature. What was pushed is unsigned: the lab checks no keys. */
export function verificationBody(hosted: Hosted, sha: string) {
  const at = hosted.verifiedCommits.get(sha);
  if (at === undefined)
    return { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };
  const signature = `-----BEGIN PGP SIGNATURE-----\n\n${Buffer.from(sha).toString('base64')}\n-----END PGP SIGNATURE-----\n`;
  return { verified: true, reason: 'valid', signature, payload: `commit ${sha}\n`, verified_at: at };
}
