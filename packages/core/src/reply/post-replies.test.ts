import { describe, expect, test } from 'vitest';
import { Failure } from '../failure/failure.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { ProposeEnd } from '../proposal/propose-end.ts';
import type { RequestId } from '../request/request.ts';
import {
  aPolicy,
  aReply,
  aRun,
  type FakeConversation,
  fakeClock,
  fakeConversation,
  issue12,
} from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';
import { readMarkers, readPartMarker, readQueuedMarker, renderMarker, renderQueuedMarker } from './marker.ts';
import { type PostOrder, postReplies } from './post-replies.ts';
import { renderReply } from './render-reply.ts';

const pr: Thread = { kind: 'pr', number: 101 };
const nothing: ProposeEnd = { kind: 'none', leftOut: [] };

function openThread() {
  const clock = fakeClock();
  const conversation = fakeConversation(clock);
  conversation.openThread(issue12, { title: 'Add up', body: '' });
  conversation.openThread(pr, { title: 'Add up', body: '' });
  const markersIn = (thread: Thread) => conversation.transcript(thread).flatMap(({ body }) => readMarkers(body));
  return { clock, conversation, markersIn };
}

const order = (replies: Outbox['replies'], rest: Partial<Outbox> = {}, attempt = 1): PostOrder => ({
  thread: issue12,
  outbox: {
    version: 1,
    thread: 'issue-12',
    run: 700,
    since: '2026-03-01T10:00:00Z',
    replies,
    proposal: { branch: 'codex/issue-12/x', base: 'main', title: 'Add up', pushed: false },
    ...rest,
  },
  end: nothing,
  run: { ...aRun, attempt },
  ownLogin: aPolicy.ownLogin,
});

test('every reply is posted, in order, and answered with its comment', async () => {
  const { conversation } = openThread();
  const posted = await postReplies(conversation, order([aReply('issue-12'), aReply('comment-7')]));
  const comments = conversation.transcript(issue12);
  expect(comments.map(({ body }) => body.split('\n')[0])).toEqual(['Answer to issue-12', 'Answer to comment-7']);
  expect(posted).toEqual([
    { requestId: 'issue-12', commentId: comments[0]?.id, url: comments[0]?.url },
    { requestId: 'comment-7', commentId: comments[1]?.id, url: comments[1]?.url },
  ]);
});

test('an answer is posted once, in whatever run and attempt it is posted again', async () => {
  const { conversation } = openThread();
  const [first] = await postReplies(conversation, order([aReply('comment-7')]));
  const [again] = await postReplies(conversation, order([aReply('comment-7')], {}, 2));
  const later = { ...order([aReply('comment-7')]), run: { ...aRun, id: 800 } };
  const [inAnotherRun] = await postReplies(conversation, later);
  expect([again, inAnotherRun]).toEqual([first, first]);
  expect(conversation.transcript(issue12)).toHaveLength(1);
});

for (const outcome of ['answered', 'refused'] as const) {
  test(`nothing is refused a second time, in a later run, once it was ${outcome}`, async () => {
    const { conversation, markersIn } = openThread();
    await postReplies(conversation, order([aReply('comment-7', { outcome })]));
    const later = { ...order([aReply('comment-7', { outcome: 'refused' })], {}, 2), run: { ...aRun, id: 800 } };
    await postReplies(conversation, later);
    expect(markersIn(issue12).map((marker) => marker.outcome)).toEqual([outcome]);
  });
}

test('after a post that failed, the rest is posted and nothing twice', async () => {
  const { conversation, markersIn } = openThread();
  const replies = [aReply('issue-12'), aReply('comment-7')];
  await postReplies(conversation, order(replies.slice(0, 1)));
  conversation.failPosts(1);
  await expect(postReplies(conversation, order(replies))).rejects.toMatchObject({ code: 'github-unavailable' });
  await postReplies(conversation, order(replies, {}, 2));
  expect(markersIn(issue12).map(({ requestId }) => requestId)).toEqual(['issue-12', 'comment-7']);
});

test('an answer to other words of a request is another one, and the same words are answered once under any id', async () => {
  const { conversation, markersIn } = openThread();
  const answer = (requestId: RequestId, textDigest: string) => aReply(requestId, { textDigest });
  await postReplies(conversation, order([answer('comment-1', '0a1b2c3d')]));
  await postReplies(conversation, order([answer('comment-1', '4e5f6a7b')], {}, 2));
  await postReplies(conversation, order([answer('comment-1.4e5f6a7b', '4e5f6a7b')], {}, 3));
  expect(markersIn(issue12).map(({ textDigest }) => textDigest)).toEqual(['0a1b2c3d', '4e5f6a7b']);
});

test('other words of a request that was refused are refused too', async () => {
  const { conversation, markersIn } = openThread();
  const refusal = (textDigest: string) => aReply('comment-1', { outcome: 'refused', textDigest });
  await postReplies(conversation, order([refusal('0a1b2c3d')]));
  await postReplies(conversation, order([refusal('4e5f6a7b'), refusal('0a1b2c3d')], {}, 2));
  expect(markersIn(issue12).map(({ textDigest }) => textDigest)).toEqual(['0a1b2c3d', '4e5f6a7b']);
});

test('an answer to several is posted for those that have none yet', async () => {
  const { conversation, markersIn } = openThread();
  await postReplies(conversation, order([aReply('comment-1')]));
  const several = aReply('comment-1', { also: ['comment-2'], alsoDigests: ['0a1b2c3d'] });
  await postReplies(conversation, order([several], {}, 2));
  await postReplies(conversation, order([several], {}, 3));
  expect(markersIn(issue12).map(({ requestId, textDigest }) => `${requestId} ${textDigest}`)).toEqual([
    'comment-1 undefined',
    'comment-2 0a1b2c3d',
  ]);
});

test('what was carried over, and what the run found out by itself, is said once', async () => {
  const { conversation, markersIn } = openThread();
  const refusal = aReply('comment-1', { outcome: 'refused' });
  await postReplies(conversation, order([refusal, refusal]));
  expect(markersIn(issue12)).toHaveLength(1);
});

test('a failure is told once in each attempt', async () => {
  const { conversation, markersIn } = openThread();
  const failed = [aReply('comment-7', { outcome: 'failed', session: 'none' })];
  for (const attempt of [1, 1, 2, 2]) await postReplies(conversation, order(failed, {}, attempt));
  expect(markersIn(issue12).map(({ outcome, run, session }) => `${outcome} ${run} ${session}`)).toEqual([
    'failed 700.1 none',
    'failed 700.2 none',
  ]);
});

test('a failure before does not keep the answer back', async () => {
  const { conversation, markersIn } = openThread();
  await postReplies(conversation, order([aReply('comment-7', { outcome: 'failed' })]));
  await postReplies(conversation, order([aReply('comment-7')], {}, 2));
  expect(markersIn(issue12).map(({ outcome }) => outcome)).toEqual(['failed', 'answered']);
});

test("a marker in somebody else's comment does not keep the answer back", async () => {
  const { conversation } = openThread();
  conversation.commentAs(
    'mallory',
    issue12,
    renderMarker({ requestId: 'comment-7', outcome: 'answered', run: '700.1' }),
  );
  await postReplies(conversation, order([aReply('comment-7')]));
  expect(conversation.transcript(issue12)).toHaveLength(2);
});

test('a late answer to a moved thread stands in the pull request, and the issue says so', async () => {
  const { conversation, markersIn } = openThread();
  const [posted] = await postReplies(conversation, order([aReply('comment-7')], { movedTo: 101 }));
  expect(conversation.transcript(pr).map(({ body }) => body)).toEqual([
    expect.stringMatching(/^For @alice, asked in #12 before the move:\n\nAnswer to comment-7/),
  ]);
  expect(conversation.transcript(issue12).map(({ id, body }) => ({ id, text: body.split('\n')[0] }))).toEqual([
    { id: posted?.commentId, text: 'This was asked before the conversation moved to #101. It is answered there.' },
  ]);
  expect(markersIn(issue12)).toEqual([{ requestId: 'comment-7', outcome: 'answered', run: '700.1' }]);
  expect(markersIn(pr)).toEqual([{ requestId: 'comment-7', outcome: 'answered', run: '700.1', from: 'issue-12' }]);
});

test('a late answer is posted once in both threads', async () => {
  const { conversation } = openThread();
  for (const attempt of [1, 2])
    await postReplies(conversation, order([aReply('comment-7')], { movedTo: 101 }, attempt));
  expect(conversation.transcript(pr)).toHaveLength(1);
  expect(conversation.transcript(issue12)).toHaveLength(1);
});

test('a late failure stays in the thread it was asked in', async () => {
  const { conversation } = openThread();
  await postReplies(conversation, order([aReply('comment-7', { outcome: 'failed' })], { movedTo: 101 }));
  expect(conversation.transcript(pr)).toHaveLength(0);
  expect(conversation.transcript(issue12)).toHaveLength(1);
});

test('an outbox without replies posts nothing, even where the thread is gone', async () => {
  const { conversation } = openThread();
  conversation.remove(issue12);
  expect(await postReplies(conversation, order([]))).toEqual([]);
});

describe('a request from a line of code', () => {
  test('is answered below it, once', async () => {
    const { conversation } = openThread();
    const asked = conversation.commentOnCodeAs('alice', pr, 'Why?');
    const reply = aReply(`review-comment-${asked.id}`, { below: asked.id });
    const [first] = await postReplies(conversation, { ...order([reply]), thread: pr });
    const [again] = await postReplies(conversation, { ...order([reply], {}, 2), thread: pr });
    expect(again).toEqual(first);
    expect(conversation.codeTranscript(pr).map(({ place }) => place?.reviewComment)).toEqual([asked.id, asked.id]);
    expect(conversation.transcript(pr)).toEqual([]);
  });

  test('that was deleted meanwhile is answered in the conversation, once', async () => {
    const { conversation } = openThread();
    const post: typeof conversation.post = (thread, body, below) =>
      below === undefined
        ? conversation.post(thread, body)
        : Promise.reject(new Failure('permission-missing', { what: 'GitHub refused it with 404.', fix: '' }));
    const reply = aReply('review-comment-88', { below: 88 });
    for (const attempt of [1, 2]) {
      await postReplies({ ...conversation, post }, { ...order([reply], {}, attempt), thread: pr });
    }
    expect(conversation.transcript(pr)).toHaveLength(1);
  });
});

describe('the comment that says how many runs are ahead', () => {
  const queued = (requestId: RequestId) => `Queued: 2 ahead.\n\n${renderQueuedMarker({ requestId, run: '700.1' })}`;
  const left = (conversation: FakeConversation) =>
    conversation.transcript(issue12).flatMap(({ body }) => readQueuedMarker(body)?.requestId ?? []);

  test('goes once its request has a reply, whichever of several it is', async () => {
    const { conversation } = openThread();
    for (const id of ['comment-7', 'comment-8', 'comment-9'] as const) await conversation.post(issue12, queued(id));
    await postReplies(conversation, order([aReply('comment-7', { also: ['comment-9.5f3a9c01'] })]));
    expect(left(conversation)).toEqual(['comment-8']);
  });

  test("is left alone where it is somebody else's", async () => {
    const { conversation } = openThread();
    conversation.commentAs('mallory', issue12, queued('comment-7'));
    await postReplies(conversation, order([aReply('comment-7')]));
    expect(left(conversation)).toEqual(['comment-7']);
  });

  test('that cannot be removed is a warning', async () => {
    const { conversation } = openThread();
    await conversation.post(issue12, queued('comment-7'));
    const failure = new Failure('github-unavailable', { what: 'GitHub answered 502.', fix: 'Re-run it.' });
    const warnings: string[] = [];
    const conclude = () => Promise.reject(failure);
    const posting = { ...order([aReply('comment-7')]), warn: (text: string) => warnings.push(text) };
    expect(await postReplies({ ...conversation, conclude }, posting)).toHaveLength(1);
    expect(warnings).toEqual(['The signs of what is over stand as they were. GitHub answered 502. Re-run it.']);
  });
});

test('a patch is shown once, below the last reply that hears of the change', async () => {
  const { conversation } = openThread();
  const replies = [aReply('issue-12'), aReply('comment-7'), aReply('comment-8', { outcome: 'refused' })];
  const end: ProposeEnd = { kind: 'conflicts', branch: 'codex/x', detail: 'a.md', patch: '+theirs' };
  await postReplies(conversation, { ...order(replies), end });
  expect(conversation.transcript(issue12).map(({ body }) => body.includes('+theirs'))).toEqual([false, true, false]);
});

describe('an answer of several comments', () => {
  const text = `# Report\n\n${'One line of text.\n'.repeat(9000)}`;
  const long = aReply('comment-7', { text });
  const partsIn = (conversation: FakeConversation, thread = issue12) =>
    conversation.transcript(thread).map(({ body }) => readPartMarker(body)?.part ?? readMarkers(body).length);

  test('is posted in order; the first is where a reader begins', async () => {
    const { conversation } = openThread();
    const [posted] = await postReplies(conversation, order([long]));
    expect(partsIn(conversation)).toEqual([1, 2, 1]);
    expect(posted?.commentId).toBe(conversation.transcript(issue12)[0]?.id);
    const [again] = await postReplies(conversation, order([long], {}, 2));
    expect(again).toEqual(posted);
    expect(conversation.transcript(issue12)).toHaveLength(3);
  });

  test.each([1, 2, 3])('that broke off before comment %d goes on with it, in whatever run', async (at) => {
    const { conversation, markersIn } = openThread();
    const { post } = conversation;
    let count = 0;
    const breaking: typeof post = async (...args) => {
      count += 1;
      if (count === at) throw new Failure('github-unavailable', { what: 'GitHub answered 502.', fix: 'Re-run it.' });
      return post(...args);
    };
    await expect(postReplies({ ...conversation, post: breaking }, order([long]))).rejects.toThrow('502');
    expect(markersIn(issue12)).toEqual([]);
    await postReplies(conversation, { ...order([long], {}, 2), run: { ...aRun, id: 800 } });
    expect(partsIn(conversation)).toEqual([1, 2, 1]);
    const said = conversation
      .transcript(issue12)
      .flatMap(({ body }) => body.split('\n').filter((line) => line === 'One line of text.'));
    expect(said).toHaveLength(9000);
  });

  test('that tells of a failure is told once in each attempt', async () => {
    const { conversation } = openThread();
    const failed = { ...long, outcome: 'failed' } as const;
    for (const attempt of [1, 1, 2]) await postReplies(conversation, order([failed], {}, attempt));
    expect(partsIn(conversation)).toEqual([1, 2, 1, 1, 2, 1]);
  });

  test('is another one where its text is another one', async () => {
    const { conversation } = openThread();
    const { post } = conversation;
    const onlyFirst: typeof post = (thread, body) =>
      readPartMarker(body)?.part === 1
        ? post(thread, body)
        : Promise.reject(new Failure('github-unavailable', { what: 'No.', fix: '' }));
    await expect(postReplies({ ...conversation, post: onlyFirst }, order([long]))).rejects.toThrow('No.');
    await postReplies(conversation, order([{ ...long, text: `New.\n\n${text}` }], {}, 2));
    expect(partsIn(conversation)).toEqual([1, 1, 2, 1]);
  });

  test("that somebody's comments seem to begin is posted whole", async () => {
    const { conversation } = openThread();
    const [first = ''] = renderReply(long, nothing, aRun);
    conversation.commentAs('mallory', issue12, first);
    await postReplies(conversation, order([long]));
    expect(partsIn(conversation)).toEqual([1, 1, 2, 1]);
  });

  test('to a thread that moved goes on in the pull request', async () => {
    const { conversation } = openThread();
    await postReplies(conversation, order([long], { movedTo: 101 }));
    expect(partsIn(conversation, pr)).toEqual([1, 2, 1]);
    expect(conversation.transcript(pr)[0]?.body).toMatch(/^For @alice, asked in #12 before the move:\n\n# Report/);
    expect(partsIn(conversation)).toEqual([1]);
  });
});
