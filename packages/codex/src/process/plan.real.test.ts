import { beforeAll, expect, test } from 'vitest';
import { openRealCodex, realBinary } from '../real-codex.fixture.ts';

beforeAll(realBinary, 300_000);

const rules = [
  {
    when: () => true,
    steps: [
      {
        plan: [
          ['Look', false],
          ['Mend', false],
        ] as const,
      },
      { run: 'ls' },
      {
        plan: [
          ['Look', true],
          ['Mend', false],
        ] as const,
      },
      { say: 'Looked.' },
    ],
  },
];

// The two kinds of models call their tools in different ways.
for (const model of ['gpt-5.5', 'gpt-6.1-sol']) {
  test(`a plan and its steps are told as they come, with ${model}`, async () => {
    await using codex = await openRealCodex({ rules });
    expect(await codex.take('Mend it', { model })).toMatchObject({ kind: 'answered', finalMessage: 'Looked.' });
    const plans = codex.events.flatMap((event) =>
      event.kind === 'planned' ? [event.steps.map(({ done }) => done)] : [],
    );
    expect(plans.slice(0, 2)).toEqual([
      [false, false],
      [true, false],
    ]);
    const kinds = codex.events.map(({ kind }) => kind);
    expect(kinds.indexOf('planned')).toBeLessThan(kinds.indexOf('command-started'));
  });
}
