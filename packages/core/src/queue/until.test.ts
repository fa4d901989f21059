import { expect, test } from 'vitest';
import { newLedger } from '../ledger/ledger.ts';
import { look } from '../request/look.ts';
import { aPolicy } from '../testing/examples.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { fakeConversation } from '../testing/fake-conversation.ts';
import type { Thread } from '../thread/thread.ts';

test("a run that serves the queue leaves what was asked after another thread's request", async () => {
  const clock = fakeClock();
  const conversation = fakeConversation(clock);
  const thread: Thread = { kind: 'issue', number: 12 };
  conversation.openThread(thread, { title: 'Add up', body: '' });
  conversation.grant('alice', 'write');
  const first = conversation.commentAs('alice', thread, 'First');
  clock.advance(60);
  conversation.commentAs('alice', thread, 'Later');
  const since = first.createdAt;
  const order = { thread, since, trigger: { kind: 'all' }, policy: aPolicy, own: undefined } as const;
  const asked = async (until?: string) => {
    const ledger = newLedger('issue-12', since, 'workspace-write');
    const seen = await look({ conversation, people: conversation }, { ...order, ledger, ...(until ? { until } : {}) });
    return seen.asked.map(({ text }) => text);
  };
  expect(await asked()).toEqual(['First', 'Later']);
  expect(await asked(since)).toEqual(['First']);
});
