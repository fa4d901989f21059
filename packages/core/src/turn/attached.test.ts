import { expect, test } from 'vitest';
import type { Attachment } from '../attachment/attachment.ts';
import { aPolicy, aRequest, at, fakeAgent, fakePictures, person, someFacts } from '../testing/index.ts';
import { openDrain, prompts } from './drain.fixture.ts';

const picture = (name: string): Attachment => ({
  kind: 'picture',
  name,
  url: `https://private-user-images.githubusercontent.com/7/${name}?jwt=1`,
});
const zip: Attachment = {
  kind: 'file',
  name: 'trace.zip',
  url: 'https://github.com/user-attachments/files/1/trace.zip',
};
const c1 = { ...aRequest('comment-1', { minute: 1, text: 'One' }), attachments: [picture('one.png')] };
const c2 = { ...aRequest('comment-2', { minute: 2, by: 'bob', text: 'Two' }), attachments: [picture('two.png'), zip] };

const seenBy = ({ orders }: ReturnType<typeof fakeAgent>) => orders.map(({ pictures = [] }) => pictures);

test('each turn sees the pictures of its own request, and its reply names what could not be read', async () => {
  const { take } = await openDrain();
  const agent = fakeAgent();
  const drained = await take(agent, { open: [c1, c2] });
  expect(seenBy(agent)).toEqual([['/pictures/1.png'], ['/pictures/2.png']]);
  expect(prompts(agent)[1]).toMatch(/Two\n\n\(Its pictures: \[Image #1\] is "two\.png"\.\)\n\(Attached to it/);
  const [first, second] = drained.replies.map(({ text }) => text);
  expect(first).not.toContain('one.png');
  expect(second).toContain('`trace.zip` (only pictures are read)');
});

test('requests that are answered together show all their pictures at once', async () => {
  const { take } = await openDrain();
  const agent = fakeAgent();
  await take(agent, { open: [c1, c2] }, { coalesce: true });
  expect(seenBy(agent)).toEqual([['/pictures/1.png', '/pictures/2.png']]);
  expect(prompts(agent)[0]).toMatch(/One\n\n\(Its pictures: \[Image #1\].*Two\n\n\(Its pictures: \[Image #2\]/s);
});

test('pictures of later turns are brought before the first, whose end may be too late', async () => {
  const { take, ports } = await openDrain();
  const pictures = fakePictures();
  const before: number[] = [];
  Object.assign(ports, { pictures });
  await take(
    fakeAgent((order) => {
      before.push(pictures.brought.length);
      return { kind: 'cancelled', sessionId: order.sessionId };
    }),
    { open: [c1, c2] },
  );
  expect(before).toEqual([2]);
});

test('what a stranger attached is brought by nobody', async () => {
  const { take, ports } = await openDrain();
  const pictures = fakePictures();
  Object.assign(ports, { pictures });
  const agent = fakeAgent();
  const url = 'https://github.com/octo-org/demo/issues/12#issuecomment-9';
  const comment = { id: 9, author: person('mallory'), body: 'Look', createdAt: at(0), updatedAt: at(0), url };
  const context = [{ ...comment, attachments: [picture('evil.png'), zip] }];
  const drained = await take(agent, { open: [aRequest('comment-1', { minute: 1, text: 'One' })], context });
  expect([pictures.brought, seenBy(agent)]).toEqual([[], [[]]]);
  expect(JSON.stringify([prompts(agent), drained.replies])).not.toMatch(/evil\.png|trace\.zip/);
});

const introductions = [
  { when: 'whoever asks opened it', by: 'alice', seen: 1 },
  { when: 'a stranger opened it', by: 'mallory', seen: 0 },
  { when: 'only admins may ask, and writers could have changed it', by: 'alice', admins: true, seen: 0 },
  { when: 'Codex knows it from before', by: 'alice', sessionId: '0199aaaa-0000-7000-8000-000000000001', seen: 0 },
];
for (const { when, by, admins, sessionId, seen } of introductions) {
  test(`of the issue that a session begins late in, ${seen} picture is seen where ${when}`, async () => {
    const { take } = await openDrain(sessionId === undefined ? {} : { sessionId });
    const agent = fakeAgent();
    const facts = { ...someFacts, author: person(by), attachments: [picture('issue.png')] };
    const policy = admins ? { ...aPolicy, minimumPermission: 'admin' as const, allowUsers: ['alice'] } : aPolicy;
    await take(agent, { open: [aRequest('comment-1', { minute: 1, text: 'One' })], facts }, { policy });
    expect(seenBy(agent)[0]).toHaveLength(seen);
  });
}
