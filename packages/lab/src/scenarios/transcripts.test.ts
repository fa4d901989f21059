import { expect, test } from 'vitest';
import { openScene, type SceneOrder, sceneKey } from './scene.ts';

const name = (issue: number) => `codex-worker-transcript-issue-${issue}.html`;
const wordsOf = (page: string) =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

/** The pages of a thread, newest first, and what its last reply links to. */
async function playTwoTurns(order: SceneOrder) {
  await using scene = await openScene(order);
  const issue = await scene.begin('Leak', `shell printf '<script>%s</script>' '${sceneKey}'\nshell exit 3`);
  const reply = await scene.follow(issue, 'write fine.ts: const one = 1;');
  const pages = await scene.artifacts(name(issue));
  const read = async (id: number) => (await fetch(`${scene.lab.github.api}/_lab/artifacts/${id}`)).text();
  const texts = await Promise.all(pages.map(({ id }) => read(id)));
  return { issue, reply, pages, texts, replies: (await scene.replies(issue)).length };
}

test('in a private repository each reply links to a page of all turns so far, without secrets', async () => {
  const { reply, pages, texts } = await playTwoTurns({ private: true });
  const [newest] = pages;
  expect(pages).toHaveLength(2);
  expect(reply).toMatch(new RegExp(`\\[transcript\\]\\(\\S+/actions/runs/${newest?.runId}/artifacts/${newest?.id}\\)`));
  const words = wordsOf(texts[0] ?? '');
  for (const told of [
    'Turn 1 ✓ answered',
    'Turn 2 ✓ answered',
    'olivia asked',
    '✗ exit 3',
    'fine.ts new +1 −0',
    'Tokens over time',
  ]) {
    expect([told, words.includes(told)]).toEqual([told, true]);
  }
  expect(texts.join('')).not.toContain(sceneKey);
  expect(texts.join('')).not.toContain('<script>');
  expect(words).toContain('&lt;script&gt;[redacted]&lt;/script&gt;');
});

test('in a public repository there is none, and the reply says nothing of one', async () => {
  const { reply, pages } = await playTwoTurns({});
  expect(pages).toEqual([]);
  expect(reply).not.toContain('[transcript]');
});
