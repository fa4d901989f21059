import { notify } from '@codex-worker/core';
import { info, output, runAction, runFacts } from '@codex-worker/github';
import { noticeOrder, readNotifyInputs } from './inputs.ts';
import { noticePorts } from './ports.ts';

await runAction(async () => {
  const run = runFacts();
  const inputs = readNotifyInputs();
  const notice = await notify(noticePorts(run, inputs), await noticeOrder(run, inputs));
  output('comment-id', notice?.id);
  output('case', notice?.stop.kind);
  info(notice ? `${notice.stop.kind}: ${notice.url}` : 'The request has its reply already.');
});
