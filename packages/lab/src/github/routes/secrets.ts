import sodium from 'libsodium-wrappers';
import type { Api, ApiContext } from '../api.ts';
import { type Hosted, timestamp } from '../hosted.ts';
import { paginate } from '../pages.ts';
import { admit, needs } from '../permissions.ts';
import { notFound, Refusal } from '../refusal.ts';
import { readFields, requiredText } from '../request-fields.ts';

/** The repository's secrets: their names can be read, and they can be written, sealed for GitHub's key. */
export function secretRoutes(api: Api, hosted: Hosted): void {
  const writtenAt = new Map<string, string>();
  const key = sodium.ready.then(() => sodium.crypto_box_keypair());
  const keyId = '568250167242549743';
  const secretBody = (name: string) => ({
    name,
    created_at: hosted.createdAt,
    updated_at: writtenAt.get(name) ?? hosted.createdAt,
  });
  const nameOf = (c: ApiContext): string => (c.req.param('name') ?? '').toUpperCase();

  api.get('/actions/secrets/public-key', async (c) => {
    admit(hosted, c.var.identity, needs.readSecrets);
    const { publicKey } = await key;
    return c.json({ key_id: keyId, key: Buffer.from(publicKey).toString('base64') });
  });

  api.get('/actions/secrets', (c) => {
    admit(hosted, c.var.identity, needs.readSecrets);
    const secrets = [...hosted.secrets.keys()].map(secretBody);
    return c.json({ total_count: secrets.length, secrets: paginate(c, secrets) });
  });

  api.get('/actions/organization-secrets', (c) => {
    admit(hosted, c.var.identity, needs.readSecrets);
    const secrets = hosted.settings.organizationSecrets.map(secretBody);
    return c.json({ total_count: secrets.length, secrets: paginate(c, secrets) });
  });

  api.get('/actions/secrets/:name', (c) => {
    admit(hosted, c.var.identity, needs.readSecrets);
    const name = nameOf(c);
    if (!hosted.secrets.has(name)) throw notFound();
    return c.json(secretBody(name));
  });

  api.put('/actions/secrets/:name', async (c) => {
    admit(hosted, c.var.identity, needs.writeSecrets);
    const fields = await readFields(c);
    if (fields.text('key_id') !== keyId) throw new Refusal(422, 'Invalid request.\n\n"key_id" is not the key in use.');
    const { publicKey, privateKey } = await key;
    const sealed = Buffer.from(requiredText(fields, 'Secret', 'encrypted_value'), 'base64');
    const opened = openedOrRefused(() => sodium.crypto_box_seal_open(sealed, publicKey, privateKey));
    const name = nameOf(c);
    const isNew = !hosted.secrets.has(name);
    hosted.secrets.set(name, Buffer.from(opened).toString());
    writtenAt.set(name, timestamp(hosted.now()));
    return isNew ? c.json({}, 201) : c.body(null, 204);
  });
}

function openedOrRefused(open: () => Uint8Array): Uint8Array {
  try {
    return open();
  } catch {
    throw new Refusal(422, 'Bad request - Failed to decrypt the encrypted value.');
  }
}
