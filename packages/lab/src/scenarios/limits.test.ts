import { openBundle, sealBundle } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { answersIn, openScene, type Scene } from './scene.ts';

const promisesIn = async (scene: Scene, issue: number) =>
  (await scene.replies(issue)).filter(({ body }) => body.includes('codex-worker:queued'));

test.concurrent('a person takes as many turns as they may, and is told when the next one fits', async () => {
  await using scene = await openScene({ with: { 'person-turns-per-hour': '2' } });
  const issue = await scene.begin('Limited');
  await scene.follow(issue, 'a second turn');
  const asked = scene.model.requests.length;
  const refused = await scene.follow(issue, 'a third turn');
  expect(refused).toMatch(
    /^\*\*Nothing was run:\*\* `person-turns-per-hour` allows 2 turns to one person, and no more fits before .* UTC\./,
  );
  expect(scene.model.requests).toHaveLength(asked);
  expect(await promisesIn(scene, issue)).toEqual([]);

  // Somebody else has turns of their own.
  await scene.comments('writer', issue, 'and mine');
  await scene.idle();
  expect(await scene.lastReply(issue)).toContain('You asked: and mine');
});

test.concurrent('a burst in a thread gets no further than the limit, and each request its word', async () => {
  await using scene = await openScene({ with: { 'turns-per-hour': '3' } });
  const issue = await scene.opens('owner', 'Burst', 'wait 4000');
  await scene.askedFor('Burst');
  const comments = [];
  for (const text of ['one', 'two', 'three', 'four']) comments.push(await scene.comments('owner', issue, text));
  await scene.idle();
  const words = answersIn(await scene.replies(issue));
  expect(words.filter((word) => word.endsWith(' answered'))).toHaveLength(3);
  expect(words.filter((word) => word.endsWith(' refused'))).toHaveLength(2);
  expect(words.map((word) => word.split(' ')[0]).sort()).toEqual(
    [`issue-${issue}`, ...comments.map((id) => `comment-${id}`)].sort(),
  );
  expect(await promisesIn(scene, issue)).toEqual([]);
});

test.concurrent('a session that the old key sealed goes on, and the new key seals it from then on', async () => {
  const [newKey, oldKey] = ['the-new-key-of-the-scene', 'the-old-key-of-the-scene'];
  const passed = ['SESSION_KEY', 'OLD_SESSION_KEY'].map((name) => `      ${name}: \${{ secrets.${name} }}\n`);
  await using scene = await openScene({
    secrets: { SESSION_KEY: newKey, OLD_SESSION_KEY: oldKey },
    caller: (text) => text.replace(/^( {6}OPENAI_API_KEY: .*\n)/m, `$1${passed.join('')}`),
  });
  const issue = await scene.begin('Replaced');
  const owner = { repositoryId: scene.lab.github.repository.id, thread: `issue-${issue}` } as const;
  const stored = async () => {
    const [bundle] = await scene.artifacts(`codex-worker-session-issue-${issue}`);
    const url = `${scene.lab.github.api}/_lab/artifacts/${bundle?.id}`;
    return { url, bytes: Buffer.from(await (await fetch(url)).arrayBuffer()) };
  };
  const { url, bytes } = await stored();
  const byOldKey = sealBundle(openBundle(bytes, owner, newKey), owner, '0.169.0', oldKey);
  await fetch(url, { method: 'PUT', body: new Uint8Array(byOldKey) });

  expect(await scene.follow(issue, 'go on')).toContain('You asked: go on');
  expect(openBundle((await stored()).bytes, owner, newKey).ledger.turns).toHaveLength(2);
});
