import { renderMarker } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { runName } from '../reply/render-reply.ts';
import { texts } from '../reply/texts.ts';
import type { Thread } from '../thread/thread.ts';
import type { RouterSettings } from './decide.ts';
import type { RoutePlan } from './plan.ts';
import type { RoutePorts } from './ports.ts';
import { unlessRefused } from './tell.ts';

type Refusal = Extract<RoutePlan, { kind: 'refuse' }> & { readonly thread: Thread };

/** Says in the thread why nothing will run, once for each request. */
export async function refuse(ports: RoutePorts, refusal: Refusal, settings: RouterSettings): Promise<void> {
  const { thread, asked } = refusal;
  const { run, policy } = settings;
  await unlessRefused(ports, 'say why nothing runs', async () => {
    if (run.attempt > 1 && (await isRefused(ports, refusal, policy.ownLogin))) return;
    const marker = { requestId: asked.request.id, outcome: 'refused', run: runName(run) } as const;
    await ports.conversation.post(thread, `${renderRefusal(refusal)}\n\n${renderMarker(marker)}`);
  });
}

function renderRefusal({ code, reason }: Refusal): string {
  switch (code) {
    case 'fork-refused':
      return texts.forkRefused(reason);
    case 'fork-head-changed':
      return texts.forkHeadChanged(reason);
    case 'thread-locked':
      return texts.threadLocked(reason);
    case 'turns-used-up':
      return texts.turnsUsedUp(reason);
  }
}

async function isRefused(ports: RoutePorts, { thread, asked }: Refusal, ownLogin: string): Promise<boolean> {
  const comments = await ports.conversation.newestComments(thread);
  return ownMarkers(comments, ownLogin).some(
    ({ marker }) => marker.requestId === asked.request.id && marker.outcome === 'refused',
  );
}
