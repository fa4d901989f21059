import { expect, test } from 'vitest';
import { newLedger } from '../ledger/ledger.ts';
import { renderMarker } from '../reply/marker.ts';
import { look } from '../request/look.ts';
import { shortDigest } from '../request/request.ts';
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

test('an edit waits by its own time where its first words were dealt with', async () => {
  const clock = fakeClock();
  const conversation = fakeConversation(clock);
  const thread: Thread = { kind: 'issue', number: 12 };
  conversation.openThread(thread, { title: 'Add up', body: '' });
  conversation.grant('alice', 'write');
  const { id, createdAt: since } = conversation.commentAs('alice', thread, '/codex help');
  const marker = { requestId: `comment-${id}`, outcome: 'answered', run: '1.1', session: 'none' } as const;
  conversation.commentAs(aPolicy.ownLogin, thread, renderMarker({ ...marker, textDigest: shortDigest('/codex help') }));
  const ledger = newLedger('issue-12', since, 'workspace-write');
  const order = {
    thread,
    since,
    trigger: { kind: 'all' },
    policy: aPolicy,
    own: undefined,
    ledger,
    until: since,
  } as const;
  clock.advance(60);
  conversation.edit(id, 'Add a test');
  expect((await look({ conversation, people: conversation }, order)).asked).toEqual([]);
  const later = await look({ conversation, people: conversation }, { ...order, until: clock.stamp() });
  expect(later.asked.map(({ text }) => text)).toEqual(['Add a test']);
});
