import { expect, test } from 'vitest';
import { Failure } from '../failure/failure.ts';
import { aRun, fakeClock } from '../testing/index.ts';
import type { Agent } from '../turn/turn.ts';
import { type ProgressOrder, progressComment } from './progress-comment.ts';
import { toldAgent } from './told-agent.ts';

const order: ProgressOrder = {
  thread: 'issue-12',
  page: 'https://github.com/octo-org/demo/issues/12',
  run: aRun,
  isQuiet: false,
  ownLogin: 'github-actions[bot]',
};

interface Alarm {
  readonly at: number;
  readonly act: () => void;
}

/** A thread that a comment may stand in, and a clock that moves on when it is told to. */
function scene({ login = 'github-actions[bot]', fails }: { login?: string; fails?: 'post' | 'edit' | 'tokens' } = {}) {
  const clock = fakeClock();
  const alarms = new Set<Alarm>();
  const said: { readonly at: number; readonly what: 'post' | 'edit' | 'remove'; readonly body: string }[] = [];
  const warnings: string[] = [];
  const seconds = () => (clock.now().getTime() - Date.parse('2026-03-01T10:00:00Z')) / 1000;
  const say = async (what: 'post' | 'edit' | 'remove', body: string) => {
    if (what === fails) throw new Failure('permission-missing', { what: 'GitHub said 403.', fix: 'Add it.' });
    said.push({ at: seconds(), what, body });
  };
  const progress = progressComment(
    {
      post: async (body) => {
        await say('post', body);
        return { id: 7, login };
      },
      edit: (_id, body) => say('edit', body),
      remove: () => say('remove', ''),
      tokens: async () => {
        if (fails === 'tokens') throw new TypeError('no such file');
        return undefined;
      },
      redact: (text) => text.replaceAll('sk-secret', '***'),
      after: (later, act) => {
        const alarm = { at: seconds() + later, act };
        alarms.add(alarm);
        return () => alarms.delete(alarm);
      },
      now: clock.now,
      warn: (message) => warnings.push(message),
    },
    order,
  );
  /** Lets time go by, a second at a time. */
  const pass = async (howLong: number, each = (): void => undefined) => {
    for (let i = 0; i < howLong; i += 1) {
      clock.advance(1);
      each();
      for (const alarm of [...alarms].filter(({ at }) => at <= seconds())) {
        alarms.delete(alarm);
        alarm.act();
      }
      // What an alarm begins is done in steps of its own.
      for (let step = 0; step < 20; step += 1) await Promise.resolve();
    }
  };
  const works = () => progress.see({ kind: 'said', text: `second ${seconds()}` });
  return { progress, said, warnings, pass, works, waits: () => alarms.size, times: () => said.map(({ at }) => at) };
}

test('a turn that ends soon is told of by its reply alone', async () => {
  const { progress, pass, works, said, waits } = scene();
  progress.begin(['comment-7']);
  await pass(11, works);
  progress.end();
  await pass(60);
  await progress.close();
  expect(said).toEqual([]);
  expect(waits()).toBe(0);
});

test('a turn that takes longer has one comment, which is edited at most once in 15 seconds', async () => {
  const { progress, pass, works, said, times } = scene();
  progress.begin(['comment-7']);
  await pass(80, works);
  expect(said.map(({ what }) => what)).toEqual(['post', 'edit', 'edit', 'edit', 'edit']);
  expect(times()).toEqual([12, 27, 42, 57, 72]);
  expect(said.at(-1)?.body).toContain('second 72');
  progress.end();
  await progress.close();
  expect(said.at(-1)?.body).toContain('**Codex is done**');
});

test('where nothing happens, only the clock is told, once a minute', async () => {
  const { progress, pass, times } = scene();
  progress.begin(['comment-7']);
  await pass(200);
  expect(times()).toEqual([12, 72, 132, 192]);
});

test('a turn of six hours has at most 41 words, and the last says that it is the last', async () => {
  const { progress, pass, works, said, waits } = scene();
  progress.begin(['comment-7']);
  await pass(6 * 3600, works);
  expect(said.length).toBeLessThanOrEqual(41);
  expect(said.at(-1)?.body).toContain('not told any further here');
  expect(said.slice(0, -1).filter(({ body }) => body.includes('not told any further'))).toEqual([]);
  expect(waits()).toBe(0);
});

test('the next turn of the run goes on in the same comment', async () => {
  const { progress, pass, works, said } = scene();
  progress.begin(['comment-7']);
  await pass(20, works);
  progress.end();
  progress.begin(['comment-8']);
  await pass(30, works);
  progress.end();
  await progress.close();
  expect(said.map(({ what }) => what)).toEqual(['post', 'edit', 'edit', 'edit']);
  expect(said[1]?.body).toContain('issuecomment-8');
});

for (const fails of ['post', 'edit', 'tokens'] as const) {
  test(`a failure of ${fails} is warned of once, and then nothing is said any more`, async () => {
    const { progress, pass, works, said, warnings, waits } = scene({ fails });
    progress.begin(['comment-7']);
    await pass(300, works);
    progress.end();
    await progress.close();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('The thread is told no more how far its turns are.');
    expect(said.length).toBe(fails === 'edit' ? 1 : 0);
    expect(waits()).toBe(0);
  });
}

test('a comment under another login would be taken for a word of somebody: it goes at once', async () => {
  const { progress, pass, works, said, warnings } = scene({ login: 'octo-app[bot]' });
  progress.begin(['comment-7']);
  await pass(60, works);
  await progress.close();
  expect(said.map(({ what }) => what)).toEqual(['post', 'remove']);
  expect(warnings[0]).toContain('comments as octo-app[bot]');
});

test('what is abandoned says nothing any more', async () => {
  const { progress, pass, works, said } = scene();
  progress.begin(['comment-7']);
  await pass(20, works);
  progress.abandon();
  await pass(60, works);
  await progress.close();
  expect(said).toHaveLength(1);
});

test('a secret is taken out before anything is cut', async () => {
  const { progress, pass, said } = scene();
  progress.begin(['comment-7']);
  progress.see({ kind: 'command-started', command: `${'x'.repeat(1_995)}sk-secret` });
  progress.see({ kind: 'said', text: `${'x '.repeat(147)}sk-secret` });
  await pass(12);
  expect(said[0]?.body).not.toContain('sk-s');
});

test('an agent whose turns are told of takes them as before, also where one is thrown', async () => {
  const { progress, pass, works, said } = scene();
  const end = { kind: 'cancelled', sessionId: undefined } as const;
  const slow: Agent = {
    takeTurn: async (_order, signal) => {
      await pass(20, works);
      signal.throwIfAborted();
      return end;
    },
  };
  const turn = {
    prompt: 'x',
    sessionId: undefined,
    sandbox: 'read-only',
    model: undefined,
    effort: undefined,
  } as const;
  const told = toldAgent(slow, progress);
  expect(await told.takeTurn({ ...turn, requests: ['comment-7'] }, new AbortController().signal)).toBe(end);
  await expect(told.takeTurn(turn, AbortSignal.abort())).rejects.toThrow();
  const before = said.length;
  await pass(60, works);
  expect(said.length).toBe(before);
});
