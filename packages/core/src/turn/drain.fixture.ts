import { newLedger } from '../ledger/ledger.ts';
import type { ThreadState } from '../session/thread-state.ts';
import {
  aPolicy,
  at,
  type FakeAgent,
  type FakeClock,
  type FakeConversation,
  type FakeRepository,
  fakeClock,
  fakeConversation,
  fakePictures,
  fakeRepository,
  issue12,
  NEW_SESSION,
  person,
  type ScriptedTurn,
  someFacts,
  transcriptsOf,
  writingTranscripts,
} from '../testing/index.ts';
import { drain } from './drain.ts';
import type { Drained, DrainOrder, DrainPorts } from './drained.ts';
import type { Agent, TurnEnd } from './turn.ts';

/** A run of issue 12 that is about to take its requests. */
export interface DrainBench {
  readonly clock: FakeClock;
  readonly conversation: FakeConversation;
  readonly repository: FakeRepository;
  /** What Codex remembers, by the path of its file. */
  readonly home: Map<string, Buffer>;
  /** What was kept, oldest first. */
  readonly kept: readonly Drained[];
  readonly warnings: readonly string[];
  readonly ports: DrainPorts;
  readonly order: DrainOrder;
  readonly state: ThreadState;
  take(agent: Agent, rest: Partial<ThreadState>, orderRest?: Partial<DrainOrder>): Promise<Drained>;
}

/** Alice and Bob may ask; main is checked out. */
export async function openDrain({ sessionId }: { sessionId?: string } = {}): Promise<DrainBench> {
  const clock = fakeClock();
  const conversation = fakeConversation(clock);
  conversation.openThread(issue12, { title: 'Add up', body: '' });
  conversation.grant('alice', 'write');
  conversation.grant('bob', 'write');
  const repository = fakeRepository();
  const base = repository.commit('main', { 'README.md': '# Demo\n' });
  await repository.tree.checkOut('main');
  const home = new Map<string, Buffer>();
  const kept: Drained[] = [];
  const warnings: string[] = [];
  const ledger = newLedger('issue-12', at(0), 'workspace-write');
  const state: ThreadState = {
    thread: issue12,
    status: 'fresh',
    facts: { ...someFacts, body: '' },
    ledger: sessionId === undefined ? ledger : { ...ledger, settings: { ...ledger.settings, sessionId } },
    keepBundle: true,
    open: [],
    refusals: [],
    failure: undefined,
    workspace: { base, baseBranch: 'main', headBranch: 'main', note: undefined },
    movedTo: undefined,
    carried: undefined,
    ownRequest: 'issue-12',
    asker: person('alice'),
    context: [],
  };
  const order: DrainOrder = {
    policy: aPolicy,
    trigger: { kind: 'all' },
    coalesce: false,
    codexVersion: '0.169.0',
    model: 'gpt-5.5',
    effort: undefined,
    run: 700,
    cancelled: new AbortController().signal,
  };
  const ports: DrainPorts = {
    conversation,
    people: conversation,
    pictures: fakePictures(),
    tree: repository.tree,
    transcripts: transcriptsOf(home),
    prepareAgent: () => Promise.reject(new TypeError('There is nothing to take')),
    keep: async (drained) => void kept.push(drained),
    warn: (message) => void warnings.push(message),
    now: clock.now,
  };
  const take: DrainBench['take'] = (agent, rest, orderRest = {}) =>
    drain(
      { ...ports, prepareAgent: async () => writingTranscripts(agent, home) },
      { ...state, ...rest },
      { ...order, ...orderRest },
    );
  return { clock, conversation, repository, home, kept, warnings, ports, order, state, take };
}

/** A turn that fails as Codex tells it. */
export const fails =
  (code: Extract<TurnEnd, { kind: 'failed' }>['code'], withSession = true): ScriptedTurn =>
  (order) => ({
    kind: 'failed',
    sessionId: withSession ? (order.sessionId ?? NEW_SESSION) : undefined,
    code,
    detail: 'OpenAI said so.',
  });

/** What became of each request. */
export const states = ({ ledger }: Drained): readonly string[] =>
  ledger.requests.map(({ id, state }) => `${id} ${state}`);

/** What an agent was asked. */
export const prompts = ({ orders }: FakeAgent): readonly string[] => orders.map(({ prompt }) => prompt);
