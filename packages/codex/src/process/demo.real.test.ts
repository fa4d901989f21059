import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { demoRules } from '@codex-worker/lab/demo-rules';
import { beforeAll, expect, test } from 'vitest';
import { openRealCodex, realBinary } from '../real-codex.fixture.ts';

beforeAll(realBinary, 300_000);

const demo = new URL('../../../lab/demo/', import.meta.url);
const files = Object.fromEntries(readdirSync(demo).map((name) => [name, readFileSync(new URL(name, demo), 'utf8')]));

const styles = [
  { style: 'the classic tools of gpt-5.5', model: 'gpt-5.5' },
  { style: 'the code tool of the default model', model: undefined },
];
for (const { style, model } of styles) {
  test(`the demo story works with ${style}`, async () => {
    await using codex = await openRealCodex({ rules: demoRules, files });
    const greet = (...args: readonly string[]) =>
      execFileSync(process.execPath, [path.join(codex.workspace, 'greet.mjs'), ...args], { encoding: 'utf8' });
    const ask = async (prompt: string, sessionId?: string) => {
      const end = await codex.take(prompt, { model, sessionId });
      expect(end).toMatchObject({ kind: 'answered' });
      return end.kind === 'answered' ? end : expect.unreachable();
    };
    const first = await ask('What does greet.mjs do, and how could it greet in other languages?');
    expect(first.finalMessage).toContain('`greet(name)`');
    expect(greet('Ada')).toBe('Hello, Ada!\n');
    const second = await ask('Add a --lang option with Spanish and French, and test it', first.sessionId);
    expect(second.finalMessage).toContain('--lang');
    expect(greet('--lang', 'fr', 'Ada')).toBe('Bonjour, Ada!\n');
    await ask('Also add German', second.sessionId);
    expect(greet('--lang', 'de', 'Ada')).toBe('Hallo, Ada!\n');
    const last = await ask('Thank you.', second.sessionId);
    expect(last.finalMessage).toContain('"Thank you."');
    const codes = codex.events.flatMap((event) => (event.kind === 'command-ended' ? [event.exitCode] : []));
    expect(codes).toEqual([0, 0, 0, 0, 0]);
  });
}
