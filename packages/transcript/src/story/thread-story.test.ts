import { redactor } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { ledgerOf, RolloutWriter, sampleRollout } from '../rollout.fixture.ts';
import { cleanerOf } from './clean-text.ts';
import { readTurns } from './read-turns.ts';
import { threadStory } from './thread-story.ts';

const clean = cleanerOf(redactor([]));
const told = (rollout: Buffer) => readTurns(rollout, clean);

test('each turn of the ledger has what the rollout tells of it', () => {
  const rollout = sampleRollout();
  const { turns } = threadStory(ledgerOf(rollout), told(rollout));
  expect(
    turns.map(({ number, requests, told: turn }) => [number, requests[0]?.author, requests[0]?.id, turn?.steps.length]),
  ).toEqual([
    [1, 'alice', 'issue-12', 8],
    [2, 'olivia', 'comment-9911', 3],
    [3, 'alice', 'comment-9912', 1],
  ]);
  expect(turns.map((turn) => turn.told?.error)).toEqual([
    undefined,
    undefined,
    'Quota exceeded. Check your plan and billing details.',
  ]);
});

test('a turn that was taken back, or never got a session, is told nothing of', () => {
  const rollout = new RolloutWriter().begin('one').say('1').end().begin('three').say('3').end().bytes();
  const ledger = ledgerOf(rollout);
  const [first, last] = ledger.turns;
  if (!first || !last) throw new Error('the ledger has two turns');
  const undone = { ...first, startedAt: first.endedAt, undone: true as const };
  const turns = [first, undone, { ...last, startedAt: last.startedAt }];
  const story = threadStory({ ...ledger, turns }, told(rollout));
  expect(story.turns.map(({ told: turn }) => turn?.answer)).toEqual(['1', undefined, '3']);
});

test('a rollout that is older than the ledger is shown all the same', () => {
  const rollout = new RolloutWriter().begin('one').say('1').end().bytes();
  const { turns } = threadStory({ ...ledgerOf(rollout), turns: [], requests: [] }, told(rollout));
  expect(turns).toMatchObject([{ number: 1, record: undefined, told: { answer: '1' } }]);
});

test('what does not fit is left out of the oldest turns, and counted', () => {
  const writer = new RolloutWriter();
  for (let turn = 0; turn < 8; turn += 1) {
    writer.begin(`turn ${turn}`);
    for (let step = 0; step < 400; step += 1) writer.run(`step ${step}`, `${'y'.repeat(500)}\n`);
    writer.say('done').end();
  }
  const rollout = writer.bytes();
  const { turns } = threadStory(ledgerOf(rollout), told(rollout));
  const shown = turns.map(({ told: turn }) => turn?.steps.length ?? 0);
  expect(turns.map(({ told: turn }) => (turn?.steps.length ?? 0) + (turn?.left ?? 0))).toEqual(shown.map(() => 400));
  expect(shown.at(-1)).toBe(300);
  expect(shown[0]).toBe(0);
  expect(turns.every(({ told: turn }) => turn?.answer === 'done')).toBe(true);
});

test('answers of very many turns are cut, the newest excepted', () => {
  const writer = new RolloutWriter();
  for (let turn = 0; turn < 40; turn += 1) writer.begin('Tell all').say('z'.repeat(60_000)).end();
  const rollout = writer.bytes();
  const { turns } = threadStory(ledgerOf(rollout), told(rollout));
  const lengths = turns.map(({ told: turn }) => turn?.answer?.length ?? 0);
  expect(lengths.at(-1)).toBe(60_000);
  expect(lengths[0]).toBeLessThan(1_000);
  expect(turns[0]?.told?.answer).toContain('59400 characters more are left out here');
});

test('only the newest of very many turns are shown', () => {
  const writer = new RolloutWriter();
  for (let turn = 0; turn < 250; turn += 1) writer.begin('again').say('done').end();
  const rollout = writer.bytes();
  const { turns, older } = threadStory(ledgerOf(rollout), told(rollout));
  expect([turns.length, turns[0]?.number, older]).toEqual([200, 51, 50]);
});
