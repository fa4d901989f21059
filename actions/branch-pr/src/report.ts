import { Failure, failureOfEnd, type LeftOut, type ProposalNote, type ProposeEnd } from '@codex-worker/core';
import { annotate, info, output, warning } from '@codex-worker/github';

export function report(end: ProposeEnd): void {
  output('outcome', end.kind);
  output('branch', 'branch' in end ? end.branch : undefined);
  output('sha', 'sha' in end ? end.sha : undefined);
  const opened = pullRequestOf(end);
  output('pr-number', opened?.number);
  output('pr-url', opened?.url);
  if (end.kind === 'not-applied') {
    warning(`The patch was not applied: ${end.why}`);
    return;
  }
  if (end.kind === 'conflicts' || end.kind === 'refused' || end.kind === 'held') {
    const failure = failureOfEnd(end);
    // The replies come first: comment-reply ends red with it, and says it no second time.
    if (failure) annotate(new Failure(failure.code, failure));
    return;
  }
  info('branch' in end ? `${end.kind}: ${end.branch} at ${end.sha}` : 'No change to publish.');
  reportLeftOut(end.leftOut, end.attached?.url);
  for (const note of end.notes ?? []) reportNote(note);
}

function pullRequestOf(end: ProposeEnd): { readonly number: number; readonly url: string } | undefined {
  if (end.kind === 'applied') return 'number' in end.proposal ? end.proposal : undefined;
  return 'pullRequest' in end ? { number: end.pullRequest, url: end.url } : undefined;
}

function reportLeftOut(files: readonly LeftOut[], url: string | undefined): void {
  if (files.length === 0) return;
  const named = files.map(({ path, why }) => `${path} (${why})`);
  warning(`Left out: ${named.join(', ')}. They are in ${url ?? 'change.patch in the outbox artifact'}.`);
}

function reportNote(note: ProposalNote): void {
  const isRefusal = ['labels', 'reviewers', 'not-linked', 'not-opened'].includes(note.kind);
  if (isRefusal) warning(said(note));
  else info(said(note));
}

function said(note: ProposalNote): string {
  switch (note.kind) {
    case 'labels':
      return `GitHub did not set the labels ${note.names.join(', ')}: ${note.why}`;
    case 'reviewers':
      return `GitHub did not ask ${note.names.join(', ')} for a review: ${note.why}`;
    case 'not-linked':
      return `The branch does not stand in the issue's Development panel: ${note.why}`;
    case 'not-opened':
      return `GitHub did not open the pull request: ${note.why}`;
    case 'on-request':
      return 'The pull request waits for /codex pr (pull-request: on-request).';
    case 'forbidden':
      return 'A pull request was asked for, and pull-request: never forbids it.';
    case 'nothing-to-open':
      return 'A pull request was asked for, and no change of this thread is on GitHub.';
    case 'open-already':
      return `A pull request was asked for, and #${note.pullRequest} is open.`;
  }
}
