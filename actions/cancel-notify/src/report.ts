import { type Notice, pageTexts } from '@codex-worker/core';
import { info, output, summary } from '@codex-worker/github';

export async function report(notice: Notice | undefined): Promise<void> {
  output('comment-id', notice?.id);
  output('case', notice?.stop.kind);
  await summary(pageTexts.told(notice?.url));
  info(notice ? `${notice.stop.kind}: ${notice.url}` : 'The request has its reply already, or was told of this end.');
}

export function reportNothingAsked(): void {
  output('comment-id', undefined);
  output('case', undefined);
  info('Nobody who may ask asked for anything in a thread: there is nobody to tell.');
}
