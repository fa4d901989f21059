import { html } from 'hono/html';
import { readCommit } from '../../git-host/commits.ts';
import { diffCommits } from '../../git-host/diff.ts';
import type { Page } from '../frame/layout.ts';
import { moment } from '../frame/moments.ts';
import type { Visit } from '../site.ts';
import { fileDiff } from './file-diff.ts';
import { fileOverview } from './files-page.ts';

/** One commit: its message and what it changes. */
export async function commitPage({ site }: Visit, sha: string): Promise<Page> {
  const commit = await readCommit(site.hosted.git, sha);
  const files = await diffCommits(site.hosted.git, commit.parents[0], commit.sha);
  const [subject = '', ...rest] = commit.message.split('\n');
  const nothing = { link: () => undefined, below: () => undefined };
  return {
    title: `${subject} · ${sha.slice(0, 7)}`,
    section: 'pulls',
    body: html`<div class="thread-head"><h1>${subject}</h1>
<p class="thread-line"><span class="quiet"><strong>${commit.author.name.replace(/\[bot\]$/, '')}</strong> committed <code>${sha.slice(0, 7)}</code> ${moment(commit.committer.date)}</span></p>
${rest.join('').trim() === '' ? '' : html`<pre class="message" tabindex="0">${rest.join('\n').trim()}</pre>`}</div>
${fileOverview(files)}${files.map((file) => fileDiff(file, nothing))}`,
  };
}

/** A branch against the default branch. */
export async function comparePage({ site }: Visit, base: string, head: string, name: string): Promise<Page> {
  const files = await diffCommits(site.hosted.git, base, head);
  const nothing = { link: () => undefined, below: () => undefined };
  return {
    title: `Changes of ${name}`,
    section: 'pulls',
    body: html`<div class="thread-head"><h1>Changes of <code>${name}</code></h1></div>${fileOverview(files)}${files.map((file) => fileDiff(file, nothing))}`,
  };
}
