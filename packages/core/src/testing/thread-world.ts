import type { Request } from '../request/request.ts';
import type { Thread } from '../thread/thread.ts';
import { type FakeArtifacts, fakeArtifacts } from './fake-artifacts.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type FakeConversation, fakeConversation, person } from './fake-conversation.ts';
import { type FakeProposals, fakeProposals } from './fake-proposals.ts';
import { type FakeRepository, fakeRepository } from './fake-repository.ts';
import type { RunEnd, RunOrder } from './run-order.ts';
import { runThread } from './run-thread.ts';
/** One repository with everything in memory, and whole runs of a thread in it: the jobs' story without the jobs. */
export interface ThreadWorld {
  readonly clock: FakeClock;
  readonly conversation: FakeConversation;
  readonly artifacts: FakeArtifacts;
  readonly repository: FakeRepository;
  readonly proposals: FakeProposals;
  /** The repositories that pull requests come from, where they are not of this one. */
  readonly forks: Map<number, string>;
  /** The heads of pull requests from forks. */
  readonly forkHeads: Map<number, string>;
  /** A comment as the event of a run hands it over. */
  ask(login: string, thread: Thread, text: string): Request;
  run(order: RunOrder): Promise<RunEnd>;
}

export const issue12: Thread = { kind: 'issue', number: 12 };

/** Alice may write; issue 12 is open; main has a file. */
export function threadWorld(): ThreadWorld {
  const clock = fakeClock();
  const conversation = fakeConversation(clock);
  const repository = fakeRepository();
  const artifacts = fakeArtifacts(clock);
  const proposals = openingThreads(conversation, fakeProposals(repository, clock));
  repository.commit('main', { 'README.md': '# Demo\n' });
  conversation.grant('alice', 'write');
  conversation.grant('bob', 'write');
  conversation.openThread(issue12, { title: 'Add up', body: 'Sum all lines.' });
  const world: ThreadWorld = {
    clock,
    conversation,
    artifacts,
    repository,
    proposals,
    forks: new Map(),
    forkHeads: new Map(),
    ask: (login, thread, text) => {
      const { id, author, createdAt } = conversation.commentAs(login, thread, text);
      return { id: `comment-${id}`, author, createdAt, text };
    },
    run: (order) => runThread(world, order),
  };
  return world;
}

/** The request that opens issue 12. */
export const openingRequest: Request = {
  id: 'issue-12',
  author: person('alice'),
  createdAt: '2026-03-01T10:00:00Z',
  text: 'Add up\n\nSum all lines.',
};

/** A pull request is an issue: from now on it can be talked in. */
function openingThreads(conversation: FakeConversation, proposals: FakeProposals): FakeProposals {
  return {
    ...proposals,
    open: async (order) => {
      const end = await proposals.open(order);
      if (end.kind === 'opened') conversation.openThread({ kind: 'pr', number: end.pullRequest.number }, order);
      return end;
    },
  };
}
