import { distrust, type TrustPolicy } from '../session/trust.ts';
import type { ArtifactStore, StoredArtifact } from '../store/artifact-store.ts';
import { openLogin } from './sealed-login.ts';

/** The artifact that carries a renewed login from run to run. */
export const loginArtifact = 'codex-worker-login';

/** A login has some 5 kB. */
const MOST_BYTES = 64 * 1024;
/** There is one at a time; more were uploaded by somebody who wants us to ask for ever. */
const MOST_LOOKED_AT = 5;

export interface LoginOrder {
  /** Its workflows are those that may renew the login. */
  readonly trust: TrustPolicy;
  /** The key of sessions, and the one before it while it is replaced. */
  readonly keys: readonly string[];
}

/** What the artifacts came to. */
export interface FoundLogin {
  /** The content of auth.json, as it was renewed last; undefined where none is carried. */
  readonly login: string | undefined;
  readonly artifactId: number | undefined;
  /** Why others were passed over, for the log. */
  readonly passed: readonly string[];
}

/** Opens the newest login that a trusted run left. What does not open is passed over: the secret has one as well. */
export async function findLogin(store: ArtifactStore, order: LoginOrder): Promise<FoundLogin> {
  const passed: string[] = [];
  for (const artifact of (await store.list(loginArtifact)).slice(0, MOST_LOOKED_AT)) {
    const looked = await look(store, artifact, order);
    if (looked.kind === 'login') return { login: looked.login, artifactId: artifact.id, passed };
    passed.push(`artifact ${artifact.id}: ${looked.why}`);
  }
  return { login: undefined, artifactId: undefined, passed };
}

type Looked = { readonly kind: 'login'; readonly login: string } | { readonly kind: 'passed'; readonly why: string };

async function look(store: ArtifactStore, artifact: StoredArtifact, { trust, keys }: LoginOrder): Promise<Looked> {
  const origin = await store.originOf(artifact.runId);
  const problem = origin ? distrust(origin, trust) : 'its run no longer exists';
  if (problem !== undefined) return { kind: 'passed', why: problem };
  if (artifact.bytes > MOST_BYTES) return { kind: 'passed', why: `it has ${artifact.bytes} bytes` };
  const bytes = (await store.download(artifact.id)).get(loginArtifact);
  const login = bytes && openLogin(bytes, trust.repositoryId, keys);
  return login === undefined
    ? { kind: 'passed', why: 'it does not open with the session key' }
    : { kind: 'login', login };
}
