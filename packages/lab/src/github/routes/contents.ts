import { readCommit } from '../../git-host/commits.ts';
import { listFolder, readBlob, readEntry, type TreeEntry } from '../../git-host/files.ts';
import { branchTip, noCommit, resolveCommit } from '../../git-host/refs.ts';
import { type FileChange, writeCommit } from '../../git-host/write-commit.ts';
import type { Api, ApiContext } from '../api.ts';
import { gitCommitBody } from '../bodies/commit-body.ts';
import { apiUrl, type Hosted, pageUrl } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { admit, admitSignedIn, mayWriteWorkflows, needs } from '../permissions.ts';
import { refsMoved } from '../ref-changes.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type Fields, readFields, requiredText } from '../request-fields.ts';
import { type Authorship, markVerified, signedByGitHub } from '../verified-commits.ts';
import { isWorkflowFile } from '../workflow-files.ts';
import { wants } from './commits.ts';
import { givenAuthorship } from './git-commit.ts';

/** Files and folders: read, write, delete. A write is a real commit. */
export function contentRoutes(api: Api, hosted: Hosted): void {
  api.get('/contents', (c) => read(c, hosted, ''));
  api.get('/contents/:path{.*}', (c) => read(c, hosted, c.req.param('path').replace(/\/$/, '')));
  api.put('/contents/:path{.+}', (c) => write(c, hosted, c.req.param('path')));
  api.delete('/contents/:path{.+}', (c) => remove(c, hosted, c.req.param('path')));
}

async function read(c: ApiContext, hosted: Hosted, path: string): Promise<Response> {
  admit(hosted, c.var.identity, needs.readContents);
  const ref = c.req.query('ref') ?? hosted.defaultBranch;
  const sha = await resolveCommit(hosted.git, ref);
  if (sha === undefined)
    throw c.req.query('ref') === undefined
      ? new Refusal(404, 'This repository is empty.')
      : new Refusal(404, `No commit found for the ref ${ref}`);
  const entry = path === '' ? undefined : await readEntry(hosted.git, sha, path);
  if (path !== '' && entry === undefined) throw notFound();
  if (entry === undefined || entry.type === 'tree') {
    const children = await listFolder(hosted.git, sha, path);
    return c.json(children.slice(0, folderLimit).map((child) => entryBody(hosted, child, ref)));
  }
  const bytes = await readBlob(hosted.git, entry.sha);
  if (wants(c, 'raw'))
    return c.body(new Uint8Array(bytes), 200, { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' });
  // Whoever wants more than this must ask for it raw.
  const shown = bytes.length > contentLimit ? { content: '', encoding: 'none' } : inBase64(bytes);
  return c.json({ ...entryBody(hosted, entry, ref), ...shown });
}

// GitHub's limits: entries of a folder, and bytes of a file that comes inside JSON.
const folderLimit = 1_000;
const contentLimit = 1024 * 1024;

function entryBody(hosted: Hosted, entry: TreeEntry, ref: string) {
  const url = apiUrl(hosted, `/contents/${entry.path}?ref=${ref}`);
  const html = pageUrl(hosted, `/blob/${ref}/${entry.path}`);
  const git = apiUrl(hosted, `/git/${entry.type}s/${entry.sha}`);
  return {
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url,
    html_url: html,
    git_url: git,
    download_url: entry.type === 'blob' ? pageUrl(hosted, `/raw/${ref}/${entry.path}`) : null,
    type: entry.type === 'tree' ? 'dir' : entry.mode === '120000' ? 'symlink' : 'file',
    _links: { self: url, git, html },
  };
}

/** GitHub breaks the content into lines of 60 characters. */
function inBase64(bytes: Buffer) {
  return { content: bytes.toString('base64').replaceAll(/(.{60})/g, '$1\n'), encoding: 'base64' };
}

async function write(c: ApiContext, hosted: Hosted, path: string): Promise<Response> {
  const by = admitSignedIn(hosted, c.var.identity, needs.writeContents);
  const fields = await readFields(c);
  const message = requiredText(fields, 'Contents', 'message');
  const content = fields.text('content');
  if (typeof content !== 'string') throw new Refusal(422, 'Invalid request.\n\n"content" wasn\'t supplied.');
  const { branch, parent, entry } = await target(hosted, fields, path);
  checkBlob(fields, path, entry);
  const bytes = Buffer.from(content, 'base64');
  const authorship = authorshipOf(hosted, by, fields);
  const sha = await commit(hosted, by, { branch, parent, message, authorship, change: { kind: 'write', path, bytes } });
  const written = await readEntry(hosted.git, sha, path);
  const body = {
    content: written === undefined ? null : entryBody(hosted, written, branch),
    commit: gitCommitBody(hosted, await readCommit(hosted.git, sha)),
  };
  return c.json(body, entry === undefined ? 201 : 200);
}

async function remove(c: ApiContext, hosted: Hosted, path: string): Promise<Response> {
  const by = admitSignedIn(hosted, c.var.identity, needs.writeContents);
  const fields = await readFields(c);
  const message = requiredText(fields, 'Contents', 'message');
  const { branch, parent, entry } = await target(hosted, fields, path);
  if (entry === undefined) throw notFound();
  checkBlob(fields, path, entry);
  const authorship = authorshipOf(hosted, by, fields);
  const sha = await commit(hosted, by, { branch, parent, message, authorship, change: { kind: 'delete', path } });
  return c.json({ content: null, commit: gitCommitBody(hosted, await readCommit(hosted.git, sha)) });
}

async function target(hosted: Hosted, fields: Fields, path: string) {
  const branch = fields.text('branch') ?? hosted.defaultBranch;
  const parent = await branchTip(hosted.git, branch);
  // An empty repository takes its first commit this way, on the default branch.
  if (parent === undefined && branch !== hosted.defaultBranch) throw new Refusal(404, `Branch ${branch} not found`);
  const entry = parent === undefined ? undefined : await readEntry(hosted.git, parent, path);
  return { branch, parent, entry };
}

/** A change must name the blob that it replaces. */
function checkBlob(fields: Fields, path: string, entry: TreeEntry | undefined): void {
  const sha = fields.text('sha') ?? undefined;
  if (entry !== undefined && sha === undefined) throw new Refusal(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (sha !== undefined && sha !== entry?.sha) throw new Refusal(409, `${path} does not match ${sha}`);
}

interface OneChange {
  readonly branch: string;
  readonly parent: string | undefined;
  readonly message: string;
  readonly change: FileChange;
  /** Undefined: GitHub makes and signs the commit. */
  readonly authorship: Authorship | undefined;
}

function authorshipOf(hosted: Hosted, by: SignedIn, fields: Fields): Authorship | undefined {
  const named = fields.object('author') !== undefined || fields.object('committer') !== undefined;
  return named ? givenAuthorship(hosted, by, fields) : undefined;
}

async function commit(hosted: Hosted, by: SignedIn, one: OneChange): Promise<string> {
  const { branch, parent, message, change, authorship = signedByGitHub(hosted, by) } = one;
  if (!mayWriteWorkflows(by) && isWorkflowFile(change.path))
    throw new Refusal(
      403,
      `refusing to allow a GitHub App to create or update workflow \`${change.path}\` without \`workflows\` permission`,
    );
  const sha = await writeCommit(hosted.git, { branch, parent, message, ...authorship, changes: [change] });
  if (sha === undefined) throw new Refusal(409, `${branch} is at another commit than expected`);
  if (one.authorship === undefined) markVerified(hosted, sha);
  await refsMoved(hosted, by, [{ ref: `refs/heads/${branch}`, before: parent ?? noCommit, after: sha }]);
  return sha;
}
