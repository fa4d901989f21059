import { readBlob } from '../../git-host/files.ts';
import { objectType, writeBlob } from '../../git-host/objects.ts';
import type { Api } from '../api.ts';
import { gitCommitBody } from '../bodies/commit-body.ts';
import { gitBlobBody, gitTreeBody } from '../bodies/git-object-body.ts';
import type { Hosted } from '../hosted.ts';
import { admit, admitSignedIn, needs } from '../permissions.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type Fields, readFields } from '../request-fields.ts';
import { createGitCommit } from './git-commit.ts';
import { createGitTree } from './git-tree.ts';

/** The Git database API but for refs: blobs, trees and commits. */
export function gitDataRoutes(api: Api, hosted: Hosted): void {
  api.post('/git/blobs', async (c) => {
    admitSignedIn(hosted, c.var.identity, needs.writeContents);
    const sha = await writeBlob(hosted.git, newBytes(await readFields(c)));
    const { url } = gitBlobBody(hosted, sha, Buffer.of());
    return c.json({ sha, url }, 201, { location: url });
  });

  api.get('/git/blobs/:sha', async (c) => {
    admit(hosted, c.var.identity, needs.readContents);
    const sha = c.req.param('sha');
    if ((await objectType(hosted.git, sha)) !== 'blob') throw notFound();
    const bytes = await readBlob(hosted.git, sha);
    if (/application\/vnd\.github\.(v3\.)?raw/.test(c.req.header('accept') ?? ''))
      return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/vnd.github.raw; charset=utf-8' });
    return c.json(gitBlobBody(hosted, sha, bytes));
  });

  api.post('/git/trees', async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.writeContents);
    const sha = await createGitTree(hosted, by, await readFields(c));
    const body = await gitTreeBody(hosted, sha, 'flat');
    return c.json(body, 201, { location: body.url });
  });

  api.get('/git/trees/:tree{.+}', async (c) => {
    admit(hosted, c.var.identity, needs.readContents);
    const sha = await hosted.git.ask(['rev-parse', '--verify', '--quiet', `${asked(c.req.param('tree'))}^{tree}`]);
    if (sha === undefined) throw notFound();
    // Any value asks for it, also 0 and false.
    return c.json(await gitTreeBody(hosted, sha, c.req.query('recursive') === undefined ? 'flat' : 'recursive'));
  });

  api.post('/git/commits', async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.writeContents);
    const body = gitCommitBody(hosted, await createGitCommit(hosted, by, await readFields(c)));
    return c.json(body, 201, { location: body.url });
  });
}

// GitHub's limit on a blob that is made through its API.
const blobLimit = 40 * 1024 * 1024;

function newBytes(fields: Fields): Uint8Array {
  const content = fields.text('content');
  if (typeof content !== 'string') throw new Refusal(422, 'Invalid request.\n\n"content" wasn\'t supplied.');
  const encoding = fields.text('encoding') ?? 'utf-8';
  if (encoding !== 'utf-8' && encoding !== 'base64') throw new Refusal(422, 'encoding must be utf-8 or base64');
  if (encoding === 'base64' && !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(content))
    throw new Refusal(422, 'content is not valid Base64');
  const bytes = Buffer.from(content, encoding);
  if (bytes.length > blobLimit)
    throw new Refusal(
      422,
      'Sorry, your input was too large to process. Consider creating the blob in a local clone of the repository and then pushing it to GitHub.',
    );
  return bytes;
}

/** A name that git cannot take for an option. */
function asked(name: string): string {
  if (name.startsWith('-')) throw notFound();
  return name;
}
