import { Failure } from '../failure/failure.ts';
import { type ArtifactStore, bundleName, type StoredArtifact } from '../store/artifact-store.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { type BundleContents, openWithAny } from './bundle.ts';
import { distrust, type TrustPolicy } from './trust.ts';

/** What the artifacts of a thread came to. */
export type FoundBundle =
  | { readonly kind: 'none' }
  | { readonly kind: 'opened'; readonly contents: BundleContents; readonly byOldKey: boolean }
  /** There is one, and it is not accepted. */
  | { readonly kind: 'refused'; readonly failure: Failure };

interface Wanted {
  readonly thread: Thread;
  readonly sessionKey: string | undefined;
  readonly oldSessionKey?: string | undefined;
  readonly trust: TrustPolicy;
}

/** More than a session that unpacks to the most it may: it is not even downloaded. */
const MOST_BYTES = 600 * 1024 * 1024;

/**
 * Opens the newest bundle that a trusted run made. One from a run that is not trusted is passed over, since anybody can
 * make one; one from a trusted run that does not open is refused, since an older one would silently forget a turn.
 */
export async function findBundle(store: ArtifactStore, wanted: Wanted): Promise<FoundBundle> {
  const distrusted: string[] = [];
  for (const artifact of await store.list(bundleName(threadKey(wanted.thread)))) {
    const problem = await problemOf(store, artifact, wanted.trust);
    if (problem === undefined) return open(store, artifact, wanted);
    distrusted.push(`artifact ${artifact.id}: ${problem}`);
  }
  if (distrusted.length === 0) return { kind: 'none' };
  return {
    kind: 'refused',
    failure: untrusted(`No session artifact comes from a trusted run (${distrusted.join('; ')}).`),
  };
}

async function problemOf(
  store: ArtifactStore,
  { runId }: StoredArtifact,
  trust: TrustPolicy,
): Promise<string | undefined> {
  const origin = await store.originOf(runId);
  return origin ? distrust(origin, trust) : 'its run no longer exists';
}

async function open(store: ArtifactStore, { id, bytes: size }: StoredArtifact, wanted: Wanted): Promise<FoundBundle> {
  const { thread, sessionKey, oldSessionKey, trust } = wanted;
  if (sessionKey === undefined) {
    const failure = new Failure('session-key-missing', {
      what: 'There is a session, and no key to open it with.',
      fix: 'Pass the secret OPENAI_API_KEY, or SESSION_KEY, that it was sealed with.',
    });
    return { kind: 'refused', failure };
  }
  const owner = { repositoryId: trust.repositoryId, thread: threadKey(thread) };
  const keys = oldSessionKey === undefined ? [sessionKey] : [sessionKey, oldSessionKey];
  try {
    if (size > MOST_BYTES)
      throw untrusted(`The session artifact has ${size} bytes, and none has more than ${MOST_BYTES}.`);
    const [bytes, ...others] = (await store.download(id)).values();
    if (!bytes || others.length > 0)
      throw untrusted(`The session artifact holds ${others.length + (bytes ? 1 : 0)} files, not one.`);
    const { contents, key } = openWithAny(bytes, owner, keys);
    return { kind: 'opened', contents, byOldKey: key > 0 };
  } catch (error) {
    if (error instanceof Failure && error.code !== 'github-unavailable') return { kind: 'refused', failure: error };
    throw error;
  }
}

function untrusted(what: string): Failure {
  return new Failure('bundle-untrusted', { what, fix: 'Delete the artifact, then begin anew.' });
}
