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
    expect(words).toContain(told);
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

const rules = [
  {
    when: /Mend it/,
    steps: [
      { think: '**Looking** at it' },
      {
        plan: [
          ['Look', true],
          ['Mend it', false],
        ] as const,
      },
      { say: 'I look first.', commentary: true as const },
      { run: 'seq 1 500' },
      { patch: '*** Begin Patch\n*** Add File: one.ts\n+export const one = 1;\n*** End Patch' },
      { say: 'It is **mended**.' },
    ],
  },
];

// Models of the one kind call tools, those of the other write scripts that do.
test.each([{ model: 'gpt-5.5' }, { model: 'gpt-6.1-sol' }])(
  'all that $model does is on the page',
  async ({ model }) => {
    await using scene = await openScene({ rules, with: { model, transcript: 'always' } });
    const issue = await scene.begin('Mend it');
    const [page] = await scene.artifacts(name(issue));
    const words = wordsOf(await (await fetch(`${scene.lab.github.api}/_lab/artifacts/${page?.id}`)).text());
    for (const told of [
      'Plan 1 of 2 done ✓ done: Look ▸ being done: Mend it',
      'Thought Looking at it',
      'Said I look first.',
      'seq 1 500 ✓ exit 0',
      'one.ts new +1 −0',
      'Codex answered It is mended .',
      model,
    ]) {
      expect(words).toContain(told);
    }
  },
);
