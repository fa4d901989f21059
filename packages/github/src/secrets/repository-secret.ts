import { Failure } from '@codex-worker/core';
import { absentWhen } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { sealSecret } from './seal-secret.ts';

/** A secret of the repository, which nobody can read back. */
export interface RepositorySecret {
  /** When it was written last; undefined where the repository has none of this name. */
  storedAt(): Promise<Date | undefined>;
  store(value: string): Promise<void>;
}

/** Opens it with a token that may write secrets: its key is asked for first, so that a missing right shows before anything is spent. */
export async function repositorySecret(client: GitHubClient, name: string): Promise<RepositorySecret> {
  const place = { ...client.repository, secret_name: name };
  const { data: key } = await client.call(({ rest }) => rest.actions.getRepoPublicKey(client.repository));
  const publicKey = Buffer.from(key.key, 'base64');
  if (publicKey.length !== 32) {
    throw new Failure('github-unavailable', {
      what: `GitHub's key for secrets has ${publicKey.length} bytes.`,
      fix: 'Re-run the failed jobs.',
    });
  }
  return {
    storedAt: async () => {
      const found = await absentWhen(
        [404],
        client.call(({ rest }) => rest.actions.getRepoSecret(place)),
      );
      return found && new Date(found.data.updated_at);
    },
    store: async (value) => {
      const encrypted_value = Buffer.from(sealSecret(value, publicKey)).toString('base64');
      const order = { ...place, encrypted_value, key_id: key.key_id };
      await client.call(({ rest }) => rest.actions.createOrUpdateRepoSecret(order));
    },
  };
}
