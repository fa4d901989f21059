import type { Product } from './product.ts';
import { type AttackedWorld, openWorld } from './world.ts';

/** A world with a pull request from a fork of mallory's, whose head is on no branch that anybody was asked about. */
export interface ForkWorld extends AttackedWorld {
  readonly thread: { readonly kind: 'pr'; readonly number: number };
  readonly head: string;
}

/** Opens pull request 101 of mallory, who may read. */
export async function openForkWorld(product: Product): Promise<ForkWorld> {
  const world = await openWorld(product);
  const head = world.repository.commit('theirs', { 'their.txt': 'theirs\n' });
  world.conversation.grant('mallory', 'read');
  const end = await world.proposals.open({ branch: 'theirs', base: 'main', title: 'Greet', body: '', draft: false });
  if (end.kind !== 'opened') throw new Error('The pull request was not opened.');
  const { number } = end.pullRequest;
  world.forks.set(number, 'mallory/demo');
  world.forkHeads.set(number, head);
  world.clock.advance(60);
  return { ...world, thread: { kind: 'pr', number }, head };
}
