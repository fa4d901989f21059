import { html } from 'hono/html';
import { type Commit, listCommits } from '../../git-host/commits.ts';
import type { PullThread } from '../../github/bodies/pull-body.ts';
import type { Hosted } from '../../github/hosted.ts';
import { isPull } from '../../github/pull-diff.ts';
import type { Review, ReviewComment } from '../../github/review/review.ts';
import type { Comment, Thread, ThreadChange } from '../../github/thread.ts';
import { icon } from '../frame/icons.ts';
import type { Markup } from '../frame/markup.ts';
import { moment } from '../frame/moments.ts';
import { byline } from '../frame/person.ts';
import { renderMarkdown } from '../markdown/render-markdown.ts';
import { hunkEnd } from '../pull/hunk.ts';
import type { Visit } from '../site.ts';
import { labelChips } from './labels.ts';
import { saidCard } from './said-card.ts';

interface Item {
  readonly at: string;
  readonly id: number;
  readonly show: Markup;
}

/** What happened in a thread after it was opened, oldest first. */
export async function timeline(visit: Visit, thread: Thread): Promise<readonly Markup[]> {
  const { hosted } = visit.site;
  const comments = hosted.comments.filter((one) => one.thread === thread.number);
  const left = leftBefore(visit, comments);
  const items: Item[] = comments
    .slice(left)
    .map((one) => ({ at: one.createdAt, id: one.id, show: commentCard(visit, one) }));
  if (left > 0) items.push({ at: '', id: 0, show: leftOut(visit, left) });
  if (isPull(thread)) items.push(...reviewItems(visit, thread), ...(await commitItems(visit, thread)));
  // Behind the comment that was the newest at that time, which has the same number.
  items.push(...changeItems(visit, thread), ...endItems(visit, thread));
  return items.toSorted((one, other) => one.at.localeCompare(other.at) || one.id - other.id).map(({ show }) => show);
}

/** What a browser is given at once of a long thread. */
const mostComments = 100;

/** How many of the first comments are not shown: none where one of them is to be edited. */
function leftBefore({ url }: Visit, comments: readonly Comment[]): number {
  const left = Math.max(0, comments.length - mostComments);
  const edited = url.searchParams.get('edit');
  const isAmongThem = comments.slice(0, left).some(({ id }) => edited === anchorOf(id));
  return url.searchParams.has('all') || isAmongThem ? 0 : left;
}

const anchorOf = (id: number): string => `issuecomment-${id}`;

function leftOut({ url }: Visit, count: number): Markup {
  return html`<p class="note">${icon('more')}<span>${count} earlier comments are not shown. <a href="${url.pathname}?all">Show all</a></span></p>`;
}

function commentCard(visit: Visit, comment: Comment): Markup {
  return saidCard(visit, {
    ...comment,
    anchor: anchorOf(comment.id),
    what: 'comment',
    action: `${visit.site.home}/comments/${comment.id}`,
    deletable: true,
  });
}

const verdicts: Readonly<Record<Review['state'], string>> = {
  PENDING: 'has begun a review',
  COMMENTED: 'reviewed',
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'asked for changes',
  DISMISSED: 'reviewed (dismissed)',
};

function reviewItems(visit: Visit, { number }: PullThread): readonly Item[] {
  const { hosted } = visit.site;
  return hosted.reviews
    .filter((one) => one.thread === number && one.submittedAt !== null)
    .map((review) => {
      const own = hosted.reviewComments.filter((one) => one.review === review.id);
      return { at: review.submittedAt ?? '', id: review.id, show: reviewCard(visit, review, own) };
    });
}

function reviewCard(visit: Visit, review: Review, comments: readonly ReviewComment[]): Markup {
  return html`<div class="event" id="pullrequestreview-${review.id}">
  <p>${icon(review.state === 'APPROVED' ? 'success' : 'comment')}<span>${byline(visit.site.hosted, review.author)} ${verdicts[review.state]} ${moment(review.submittedAt ?? '')}</span></p>
  ${review.body === '' ? '' : html`<div class="card prose review-text">${renderMarkdown(visit.site.hosted, review.body)}</div>`}
  ${comments.map((comment) => reviewCommentCard(visit, comment))}
</div>`;
}

/** A comment on the diff, below the lines that it is about. */
export function reviewCommentCard(visit: Visit, comment: ReviewComment): Markup {
  const aside = html`<span class="quiet">on <code>${comment.path}</code></span>`;
  return html`${comment.root === undefined ? hunkEnd(comment) : ''}${saidCard(visit, {
    ...comment,
    anchor: `discussion_r${comment.id}`,
    what: 'comment on the diff',
    action: `${visit.site.home}/review-comments/${comment.id}`,
    deletable: true,
    aside,
  })}`;
}

// What is between two commits never changes.
const knownCommits = new WeakMap<Hosted, Map<string, Promise<readonly Commit[]>>>();

function commitsOf(hosted: Hosted, { baseSha, headSha }: PullThread['pull']): Promise<readonly Commit[]> {
  const known = knownCommits.get(hosted) ?? new Map<string, Promise<readonly Commit[]>>();
  knownCommits.set(hosted, known);
  const range = `${baseSha}..${headSha}`;
  const commits = known.get(range) ?? listCommits(hosted.git, range, { reverse: true });
  known.set(range, commits);
  return commits;
}

async function commitItems({ site }: Visit, { pull }: PullThread): Promise<readonly Item[]> {
  const commits = await commitsOf(site.hosted, pull);
  return commits.map((commit, at) => ({
    at: commit.committer.date,
    id: at,
    show: html`<div class="event"><p>${icon('branch')}<span><a href="${site.home}/commit/${commit.sha}"><code>${commit.sha.slice(0, 7)}</code> ${commit.message.split('\n')[0]}</a> <span class="quiet">by ${commit.author.name.replace(/\[bot\]$/, '')}, ${moment(commit.committer.date)}</span></span></p></div>`,
  }));
}

const done: Readonly<Record<ThreadChange['action'], string>> = {
  labeled: 'added',
  unlabeled: 'took away',
  assigned: 'assigned',
  unassigned: 'unassigned',
};

/** What was done at once is one line. */
function changeItems({ site }: Visit, { number }: Thread): readonly Item[] {
  const changes = site.hosted.threadChanges.filter(({ thread }) => thread === number);
  const groups = Map.groupBy(changes, ({ at, by, action, after }) => `${at} ${by} ${action} ${after}`);
  return [...groups.values()].map(([first, ...others]) => {
    const { at, by, action, after } = first as ThreadChange;
    const isLabel = action === 'labeled' || action === 'unlabeled';
    const names = [first, ...others].map((change) => change?.what ?? '');
    const chips = isLabel ? labelChips(site.hosted, names) : [];
    // A label may be gone from the repository since.
    const what = chips.length === names.length ? chips : html`<strong>${names.join(', ')}</strong>`;
    const noun = isLabel ? (names.length === 1 ? ' the label ' : ' the labels ') : ' ';
    return {
      at,
      id: after,
      show: html`<div class="event"><p>${icon(isLabel ? 'label' : 'people')}<span>${byline(site.hosted, by)} ${done[action]}${noun}${what} ${moment(at)}</span></p></div>`,
    };
  });
}

function endItems({ site }: Visit, thread: Thread): readonly Item[] {
  const { closedAt, closedBy, pull } = thread;
  if (closedAt === null) return [];
  const who = pull?.merged?.by ?? closedBy ?? 'ghost';
  const what = pull?.merged === undefined ? 'closed this' : `merged this into ${pull.baseBranch}`;
  return [
    {
      at: closedAt,
      id: Number.MAX_SAFE_INTEGER,
      show: html`<div class="event"><p>${icon(pull?.merged === undefined ? 'done' : 'merged')}<span>${byline(site.hosted, who)} ${what} ${moment(closedAt)}</span></p></div>`,
    },
  ];
}
