import type { Product } from './product.ts';

type Core = typeof import('@codex-worker/core');
type Testing = typeof import('@codex-worker/core/testing');

/** Whole runs of a product in memory, with a GitHub and a Codex that are scripted: all decisions are its own. */
export interface AttackedWorld
  extends Pick<Testing, 'issue12' | 'openingRequest' | 'fakeAgent' | 'answers' | 'person'>,
    ReturnType<Testing['threadWorld']> {
  readonly core: Core;
}

/** Opens issue 12 of alice, who may write, as may bob; nobody else may. */
export async function openWorld(product: Product): Promise<AttackedWorld> {
  const folder = 'packages/core/src/testing';
  const [{ threadWorld, issue12, openingRequest }, { fakeAgent, answers }, { person }, core] = await Promise.all([
    product.load<Testing>(`${folder}/thread-world.ts`),
    product.load<Testing>(`${folder}/fake-agent.ts`),
    product.load<Testing>(`${folder}/fake-conversation.ts`),
    product.core(),
  ]);
  return { ...threadWorld(), issue12, openingRequest, fakeAgent, answers, person, core };
}

/** The same, ten minutes after its first request was answered in run 701. */
export async function openAnsweredWorld(product: Product): Promise<AttackedWorld> {
  const world = await openWorld(product);
  await world.run({ thread: world.issue12, request: world.openingRequest, start: 'new', runId: 701 });
  world.clock.advance(600);
  return world;
}
