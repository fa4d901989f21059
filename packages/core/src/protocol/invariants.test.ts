import { expect, test } from 'vitest';
import { commitMessage } from '../proposal/commit-message.ts';
import { renderMarker } from '../reply/marker.ts';
import type { RequestId } from '../request/request.ts';
import { aChange, aPolicy, issue12 } from '../testing/index.ts';
import type { Comment } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import type { Happening } from './happening.ts';
import { brokenPromises } from './invariants.ts';
import { type Play, play } from './play.ts';
import { saidIn } from './replies.ts';
import { Schedule } from './schedule.ts';
import type { TurnTaken } from './scripted-codex.ts';
import { settleByPeople } from './settle.ts';
import { untroubled } from './trouble.ts';
import type { Words } from './words.ts';

const run: Happening = { kind: 'run', pick: 0, trouble: untroubled };
const changing: Happening = { kind: 'run', pick: 0, trouble: { ...untroubled, changes: true } };
const asks = (by: string, words: Words = 'plain'): Happening => ({
  kind: 'comment',
  by,
  after: 40,
  inPullRequest: false,
  words,
});

/** A play that kept every promise; then something is made of it that must not be. */
async function doctored(happenings: readonly Happening[], doctor: (all: Play) => unknown): Promise<readonly string[]> {
  const all = await play(new Schedule(happenings), 'kept', settleByPeople);
  expect(brokenPromises(all)).toEqual([]);
  await doctor(all);
  return brokenPromises(all);
}

const idOf = ({ asked }: Play, index: number): RequestId => asked[index]?.id ?? 'issue-12';

function replyTo(all: Play, id: RequestId): Comment {
  const reply = saidIn(all).find(({ marker }) => marker.requestId === id);
  if (!reply) throw new TypeError(`Nothing was said of ${id}`);
  return reply.comment;
}

const sayAgain = ({ world }: Play, { body }: Comment, thread: Thread = issue12) =>
  world.conversation.commentAs(aPolicy.ownLogin, thread, body);

const turn = (all: Play, index: number, changes: Partial<TurnTaken>): void => {
  const taken = all.turns[index];
  if (taken) all.turns[index] = { ...taken, ...changes };
};

test('a request that was answered twice is told', async () => {
  const broken = await doctored([run], (all) => sayAgain(all, replyTo(all, 'issue-12')));
  expect(broken).toEqual(['issue-12 got 2 last words: answered, answered', 'ask-0.0 was answered twice']);
});

test('an edit that was answered as its request, and as itself, is told', async () => {
  const broken = await doctored([run], (all) => {
    const { body } = replyTo(all, 'issue-12');
    return all.world.conversation.commentAs(
      aPolicy.ownLogin,
      issue12,
      body.replace('request=issue-12', 'request=issue-12.0a1b2c3d'),
    );
  });
  expect(broken).toEqual(['ask-0.0 was answered twice']);
});

test('a request without an answer is told', async () => {
  const broken = await doctored([run], (all) => all.world.conversation.deleteComment(replyTo(all, 'issue-12').id));
  expect(broken).toEqual(['issue-12 got no answer']);
});

test('an edit that nobody took up is told', async () => {
  const edit: Happening = { kind: 'edit', pick: 0, by: 'author', words: 'plain' };
  const broken = await doctored([run, edit], (all) => {
    const answer = saidIn(all).find(({ marker }) => marker.requestId.startsWith('issue-12.'));
    all.world.conversation.deleteComment(answer?.comment.id ?? 0);
  });
  expect(broken).toEqual(['issue-12 got no answer']);
});

test('a late request that was answered twice in the pull request is told', async () => {
  const broken = await doctored([changing], (all) => {
    const pullRequest: Thread = { kind: 'pr', number: 101 };
    const marker = { requestId: 'issue-12', outcome: 'answered', run: '701.1', from: 'issue-12' } as const;
    for (const body of [renderMarker(marker), renderMarker(marker)]) {
      all.world.conversation.commentAs(aPolicy.ownLogin, pullRequest, body);
    }
  });
  expect(broken).toEqual(['issue-12 was answered 2 times in the pull request']);
});

test('answers in another order than their requests are told', async () => {
  const broken = await doctored([run, asks('alice'), asks('bob'), run, run], (all) => {
    const early = replyTo(all, idOf(all, 1));
    all.world.conversation.deleteComment(early.id);
    return sayAgain(all, early);
  });
  expect(broken).toEqual([expect.stringMatching(/^comment-\d+ was answered after comment-\d+$/)]);
});

test('an answer to the words of somebody else is told', async () => {
  const broken = await doctored([run, asks('alice'), run], (all) => turn(all, 1, { tokens: ['ask-0.0'] }));
  expect(broken).toContain('comment-1002 of issue-12 was answered by turn 1, which was asked ask-0.0');
});

test('a turn that does not know of the one before it is told', async () => {
  const broken = await doctored([run, asks('alice'), run], (all) => turn(all, 1, { knows: new Set() }));
  expect(broken).toContain('turn 1 (ask-1.0) did not know of ask-0.0');
});

test('a session that was resumed without its transcript is told', async () => {
  const broken = await doctored([run, asks('alice'), run], (all) => turn(all, 1, { hadTranscript: false }));
  expect(broken).toEqual(['turn 1 (ask-1.0) resumed a session without its transcript']);
});

test.each(['undo', 'reset'] as const)('a turn that still knows what /codex %s gave up is told', async (words) => {
  const broken = await doctored([run, asks('alice', words), run, asks('bob'), run], (all) =>
    turn(all, 1, { knows: new Set(['ask-0.0']) }),
  );
  expect(broken).toEqual(['turn 1 still knew of ask-0.0, which was given up']);
});

test('a model that did not stick to its thread is told', async () => {
  const broken = await doctored([run, asks('alice', 'model'), asks('bob'), run], (all) =>
    turn(all, 1, { model: undefined }),
  );
  expect(broken).toEqual(['turn 1 had the model that of the workflow, not model-1.0']);
});

test('a plan that could change files is told', async () => {
  const broken = await doctored([run, asks('alice', 'plan'), run], (all) =>
    turn(all, 1, { sandbox: 'workspace-write' }),
  );
  expect(broken).toEqual(['turn 1 ran in the sandbox workspace-write, not in read-only']);
});

test('a reply to somebody who may not ask is told', async () => {
  const broken = await doctored([run, asks('mallory')], (all) => {
    const marker = { requestId: idOf(all, 1), outcome: 'refused', run: '701.1' } as const;
    return all.world.conversation.commentAs(aPolicy.ownLogin, issue12, renderMarker(marker));
  });
  expect(broken).toEqual([expect.stringMatching(/^comment-\d+ of somebody who may not ask got a reply$/)]);
});

test('a turn with the words of somebody who may not ask is told', async () => {
  const broken = await doctored([run, asks('mallory'), asks('alice'), run], (all) =>
    turn(all, 1, { tokens: ['ask-2.0', 'ask-1.0'] }),
  );
  expect(broken).toContain('turn 1 was given ask-1.0, which nobody who may ask wrote');
});

test("a turn with a stranger's edit of somebody's request is told", async () => {
  const edit: Happening = { kind: 'edit', pick: 1, by: 'mallory', words: 'plain' };
  const broken = await doctored([run, asks('alice'), run, edit], (all) =>
    turn(all, 1, { tokens: ['ask-1.0', 'ask-1.1'] }),
  );
  expect(broken).toContain('turn 1 was given ask-1.1, which nobody who may ask wrote');
});

test('an answer that was stored twice is told', async () => {
  const broken = await doctored([run], (all) => {
    const [first] = all.turns;
    const [entry] = all.log;
    if (!first || entry?.kind !== 'turn') return;
    all.log.push({ ...entry, turn: all.turns.length });
    all.turns.push(first);
  });
  expect(broken).toContainEqual(expect.stringMatching(/^ask-0\.0 was answered and stored twice, in \d runs$/));
});

test('a change that is nowhere is told', async () => {
  const broken = await doctored([changing], (all) => all.world.repository.deleteBranch('codex/issue-12'));
  expect(broken).toEqual(['the change of issue-12 (turn 0) is nowhere, and its reply does not say so']);
});

test('a change that is on the branch twice is told', async () => {
  const broken = await doctored([changing], ({ world }) =>
    world.repository.commit('codex/issue-12', { 'more.txt': '' }, commitMessage(aChange)),
  );
  expect(broken).toEqual(['the change of issue-12 is on the branch 2 times']);
});

test('a second pull request of a thread is told', async () => {
  const broken = await doctored([changing], async ({ world: { proposals } }) => {
    const [first] = proposals.all();
    if (!first) return;
    proposals.close(first.number);
    await proposals.open(first);
  });
  expect(broken).toEqual(['there are several pull requests of codex/issue-12']);
});

test('what sweeps or drains take up without end is told', async () => {
  const broken = await doctored([run], (all) => {
    all.restless = ['issue-12'];
  });
  expect(broken).toEqual(['issue-12 is taken up again and again']);
});
