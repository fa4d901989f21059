import { type Commit, countApart, listCommits, mergeBase, readCommit } from '../../git-host/commits.ts';
import { diffCommits, unifiedDiff } from '../../git-host/diff.ts';
import { resolveCommit } from '../../git-host/refs.ts';
import type { Api, ApiContext } from '../api.ts';
import { changedFileBody, commitBody, gitCommitBody } from '../bodies/commit-body.ts';
import { apiUrl, type Hosted, pageUrl } from '../hosted.ts';
import { paginate } from '../pages.ts';
import { admit, needs } from '../permissions.ts';
import { notFound, Refusal } from '../refusal.ts';

/** Commits, and comparisons of two of them. */
export function commitRoutes(api: Api, hosted: Hosted): void {
  api.get('/git/commits/:sha', async (c) => {
    admit(hosted, c.var.identity, needs.readContents);
    const sha = await resolveCommit(hosted.git, c.req.param('sha'));
    if (sha === undefined) throw notFound();
    return c.json(gitCommitBody(hosted, await readCommit(hosted.git, sha)));
  });

  api.get('/commits', async (c) => {
    admit(hosted, c.var.identity, needs.readContents);
    const wanted = c.req.query('sha') ?? hosted.defaultBranch;
    const from = await resolveCommit(hosted.git, wanted);
    if (from === undefined) {
      if (wanted === hosted.defaultBranch) throw new Refusal(409, 'Git Repository is empty.');
      throw notFound();
    }
    const path = c.req.query('path');
    const commits = await listCommits(hosted.git, from, path === undefined ? {} : { path });
    return c.json(paginate(c, commits).map((commit) => commitBody(hosted, commit)));
  });

  api.get('/commits/:ref{.+}', async (c) => {
    admit(hosted, c.var.identity, needs.readContents);
    const ref = c.req.param('ref');
    const sha = await resolveCommit(hosted.git, ref);
    if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${ref}`);
    if (wants(c, 'sha')) return c.text(sha);
    const commit = await readCommit(hosted.git, sha);
    return c.json({ ...commitBody(hosted, commit), ...(await changesOf(hosted, commit)) });
  });

  api.get('/compare/:basehead{.+}', async (c) => {
    admit(hosted, c.var.identity, needs.readComparison);
    const [base, head] = c.req
      .param('basehead')
      .split('...')
      .map((side) => side.replace(`${hosted.owner.login}:`, ''));
    const [from, to] = await Promise.all([
      resolveCommit(hosted.git, base ?? ''),
      resolveCommit(hosted.git, head ?? ''),
    ]);
    if (from === undefined || to === undefined) throw notFound();
    const common = await mergeBase(hosted.git, from, to);
    if (common === undefined) throw new Refusal(404, `No common ancestor between ${base} and ${head}.`);
    if (wants(c, 'diff')) return c.text(await unifiedDiff(hosted.git, common, to));
    return c.json(await comparison(hosted, c, { from, to, common }));
  });
}

/** Whether the request asks for one of GitHub's special forms, such as `application/vnd.github.diff`. */
export function wants(c: ApiContext, form: 'sha' | 'diff' | 'patch' | 'raw'): boolean {
  return new RegExp(`application/vnd\\.github\\.(v3\\.)?${form}`).test(c.req.header('accept') ?? '');
}

async function changesOf(hosted: Hosted, commit: Commit) {
  const files = await diffCommits(hosted.git, commit.parents[0], commit.sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    stats: { total: additions + deletions, additions, deletions },
    files: files.map((file) => changedFileBody(hosted, file, commit.sha)),
  };
}

interface Sides {
  readonly from: string;
  readonly to: string;
  readonly common: string;
}

async function comparison(hosted: Hosted, c: ApiContext, { from, to, common }: Sides) {
  const [{ ahead, behind }, commits, files, base, middle] = await Promise.all([
    countApart(hosted.git, from, to),
    listCommits(hosted.git, `${from}..${to}`, { reverse: true }),
    diffCommits(hosted.git, common, to),
    readCommit(hosted.git, from),
    readCommit(hosted.git, common),
  ]);
  const html = pageUrl(hosted, `/compare/${from}...${to}`);
  return {
    url: apiUrl(hosted, `/compare/${from}...${to}`),
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitBody(hosted, base),
    merge_base_commit: commitBody(hosted, middle),
    status: comparisonStatus(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: commits.length,
    commits: paginate(c, commits).map((commit) => commitBody(hosted, commit)),
    files: files.map((file) => changedFileBody(hosted, file, to)),
  };
}

function comparisonStatus(ahead: number, behind: number): 'identical' | 'ahead' | 'behind' | 'diverged' {
  if (ahead === 0) return behind === 0 ? 'identical' : 'behind';
  return behind === 0 ? 'ahead' : 'diverged';
}
