import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newStop } from './stop.ts';
import { watch } from './watchdogs.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const patience = { wallMinutes: 10, idleMinutes: 2 };
const minutes = (count: number) => vi.advanceTimersByTime(count * 60_000);
const never = new AbortController().signal;

test('events keep a turn going until its time is up', () => {
  const stop = newStop();
  using watchdogs = watch(patience, stop, never);
  for (let minute = 0; minute < 9; minute++) {
    minutes(1);
    watchdogs.alive();
  }
  expect(stop.reason).toBeUndefined();
  minutes(1);
  expect(stop.reason).toBe('wall');
});

test('silence ends a turn', () => {
  const stop = newStop();
  using watchdogs = watch(patience, stop, never);
  minutes(1.9);
  watchdogs.alive();
  minutes(1.9);
  expect(stop.reason).toBeUndefined();
  minutes(0.1);
  expect(stop.reason).toBe('idle');
});

test('after its last event a turn has ten seconds to exit', () => {
  const stop = newStop();
  using watchdogs = watch(patience, stop, never);
  watchdogs.done();
  vi.advanceTimersByTime(9_999);
  expect(stop.reason).toBeUndefined();
  vi.advanceTimersByTime(1);
  expect(stop.reason).toBe('lingering');
});

test('the first reason to stop counts', () => {
  const stop = newStop();
  const cancelled = new AbortController();
  using _watchdogs = watch(patience, stop, cancelled.signal);
  minutes(2);
  cancelled.abort();
  expect(stop.reason).toBe('idle');
});

test('clocks end with their scope', () => {
  const stop = newStop();
  const cancelled = new AbortController();
  watch(patience, stop, cancelled.signal)[Symbol.dispose]();
  minutes(20);
  cancelled.abort();
  expect(stop.reason).toBeUndefined();
});
