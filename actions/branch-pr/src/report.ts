import type { ProposeEnd } from '@codex-worker/core';
import { info, output, warning } from '@codex-worker/github';

export function report(end: ProposeEnd): void {
  output('outcome', end.kind);
  output('branch', 'branch' in end ? end.branch : undefined);
  output('sha', 'sha' in end ? end.sha : undefined);
  output('pr-number', 'pullRequest' in end ? end.pullRequest : undefined);
  output('pr-url', 'url' in end ? end.url : undefined);
  if ('detail' in end) warning(`The change was not pushed to ${end.branch}: ${end.detail}`);
  else info('branch' in end ? `${end.kind}: ${end.branch} at ${end.sha}` : 'No change to publish.');
  if ('leftOut' in end && end.leftOut.length > 0) {
    warning(
      `Left out, because the worker may not push them: ${end.leftOut.join(', ')}. They are in change.patch in the outbox artifact.`,
    );
  }
}
