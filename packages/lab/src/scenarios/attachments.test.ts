import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { aPng, examplePictures } from '@codex-worker/core/testing';
import { expect, test } from 'vitest';
import { productRoot } from '../lab.ts';
import { openScene, type Scene } from './scene.ts';

const dataOf = (bytes: Buffer): string => `data:image/png;base64,${bytes.toString('base64')}`;

/** The pictures that the newest turn sent to the model. */
const seen = ({ model }: Scene): readonly string[] => model.requests.at(-1)?.request?.pictures ?? [];
const prompt = ({ model }: Scene): string => model.requests.at(-1)?.request?.prompt ?? '';

const attach = ({ lab }: Scene, name: string, type: string, bytes: Buffer): string =>
  lab.github.addAttachment(name, type, bytes);

for (const isPrivate of [true, false]) {
  const where = isPrivate ? 'a private repository' : 'a public repository';
  test.concurrent(`the model sees the pictures of an issue and of a comment, in the same session, in ${where}`, async () => {
    await using scene = await openScene({ private: isPrivate });
    const [before, after] = [aPng(3, 2), aPng(5, 4)];
    const issue = await scene.begin('Look', `hello\n\n${attach(scene, 'before.png', 'image/png', before)}`);
    expect(seen(scene)).toEqual([dataOf(before)]);
    expect(prompt(scene)).toContain('(Its pictures: [Image #1] is "before.png".)');
    const reply = await scene.follow(issue, `And this?\n${attach(scene, 'after.png', 'image/png', after)}`);
    expect(seen(scene)).toEqual([dataOf(before), dataOf(after)]);
    expect(reply).not.toContain('not seen by Codex');
  });
}

test.concurrent('what is no picture is named with its reason, to Codex and to the person, and the turn goes on', async () => {
  await using scene = await openScene({ private: true });
  const issue = await scene.begin(
    'Look',
    [
      'hello',
      attach(scene, 'trace.zip', 'application/zip', Buffer.from('PK')),
      attach(scene, 'drawing.png', 'image/png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
      '![far](http://127.0.0.1:1/metadata/token.png)',
      attach(scene, 'right.png', 'image/png', examplePictures.png),
    ].join('\n\n'),
  );
  expect(seen(scene)).toHaveLength(1);
  const reply = (await scene.lastReply(issue)).split('<sub>')[1];
  expect(reply).toContain('`trace.zip` (only pictures are read)');
  expect(reply).toContain('`drawing.png` (it is no PNG, JPEG, GIF or WebP, or says to be another)');
  expect(reply).toContain('`far` (it is on another host: attach it here)');
  expect(reply).not.toContain('right.png');
  expect(prompt(scene)).toContain('"trace.zip" (only pictures are read)');
});

test.concurrent('a stranger shows the model nothing', async () => {
  await using scene = await openScene();
  const issue = await scene.begin('Look', 'hello');
  await scene.comments('stranger', issue, `See ${attach(scene, 'evil.png', 'image/png', aPng(9, 9))}`);
  await scene.idle();
  await scene.follow(issue, 'What did they say?');
  expect(prompt(scene)).toContain('@sam');
  expect(seen(scene)).toEqual([]);
});

test.concurrent('the model sees the pictures of a review, of its comments on code, and of an edit', async () => {
  await using scene = await openScene({ private: true });
  const issue = await scene.begin('Draw', 'write a.txt: 1');
  const { number, branch } = await scene.pullOf(issue);
  const [body, note, edit] = [aPng(3, 2), aPng(5, 4), aPng(7, 6)];
  const comments = [{ path: 'a.txt', line: 1, body: `Here ${attach(scene, 'note.png', 'image/png', note)}` }];
  const review = { ...scene.place, pull_number: number, event: 'COMMENT' as const, comments };
  await scene.as('owner').rest.pulls.createReview({ ...review, body: attach(scene, 'body.png', 'image/png', body) });
  await scene.idle();
  expect(seen(scene)).toEqual([dataOf(body), dataOf(note)]);
  const asked = await scene.comments('owner', number, 'hello');
  await scene.idle();
  const text = `hello again ${attach(scene, 'edit.png', 'image/png', edit)}`;
  await scene.as('owner').rest.issues.updateComment({ ...scene.place, comment_id: asked, body: text });
  await scene.idle();
  expect(seen(scene)).toEqual([dataOf(body), dataOf(note), dataOf(edit)]);
  // Pictures are no part of any change.
  expect((await scene.filesOf(branch)).filter((file) => file.endsWith('.png'))).toEqual([]);
});

test.concurrent('a request that waited in the explicit queue shows its pictures', async () => {
  const callers = { 'codex.yml': await readFile(path.join(productRoot, 'examples/queue.yml'), 'utf8') };
  await using scene = await openScene({ private: true, callers });
  const picture = aPng(3, 2);
  await scene.begin('Look', `hello ${attach(scene, 'a.png', 'image/png', picture)}`);
  expect(seen(scene)).toEqual([dataOf(picture)]);
});
