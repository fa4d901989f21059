import fc from 'fast-check';
import { type Step, steps } from '../testing/index.ts';

/** How Codex ends the turns of a run: one of them, by its index, ends badly. */
export type Mishap = { readonly turn: number; readonly end: 'quota' | 'time-out' | 'cancel' };

/** Where a run is broken off. A reply that took effect, but whose answer was lost, breaks it off too. */
export type Break = Step | 'first-reply' | 'second-reply';

/** What goes wrong in a run. Nothing, where all of it is absent. */
export interface Trouble {
  readonly breaksAfter: Break | undefined;
  /** A person cancelled it there; otherwise the machine was lost. */
  readonly byPerson: boolean;
  readonly mishap: Mishap | undefined;
  /** GitHub's lists do not show what is younger than this. */
  readonly lateSeconds: 0 | 15;
  /** The run stands still after this step, until a later happening lets it go on. */
  readonly pausesAfter: Step | undefined;
  readonly changes: boolean;
}

/** One thing that happens in a repository. */
export type Happening =
  | { readonly kind: 'comment'; readonly by: string; readonly after: number; readonly inPullRequest: boolean }
  | { readonly kind: 'run'; readonly pick: number; readonly trouble: Trouble }
  | { readonly kind: 'go-on' }
  | { readonly kind: 'redelivery'; readonly pick: number }
  | { readonly kind: 'cancelled-waiting'; readonly pick: number }
  | { readonly kind: 're-run'; readonly pick: number; readonly failedOnly: boolean; readonly trouble: Trouble }
  | { readonly kind: 'close' | 'reopen' | 'close-pull-request' | 'delete-branch' }
  | { readonly kind: 'delete-session' | 'delete-outbox' | 'put-back-session' }
  | { readonly kind: 'wait'; readonly seconds: number };

const breaks: readonly Break[] = [...steps, 'first-reply', 'second-reply'];

const trouble: fc.Arbitrary<Trouble> = fc.record({
  breaksAfter: fc.option(fc.constantFrom(...breaks), { nil: undefined, freq: 6 }),
  byPerson: fc.boolean(),
  mishap: fc.option(
    fc.record({ turn: fc.nat(1), end: fc.constantFrom('quota' as const, 'time-out' as const, 'cancel' as const) }),
    { nil: undefined, freq: 6 },
  ),
  lateSeconds: fc.constantFrom(0 as const, 0 as const, 0 as const, 15 as const),
  pausesAfter: fc.option(fc.constantFrom(...steps), { nil: undefined, freq: 6 }),
  changes: fc.boolean(),
});

// Most runs have one thing wrong at most: several at once hide each other.
const mostly: fc.Arbitrary<Trouble> = fc.tuple(trouble, fc.nat(5)).map(([all, only]) => ({
  ...all,
  breaksAfter: only === 0 || only === 4 ? all.breaksAfter : undefined,
  mishap: only === 1 || only === 4 ? all.mishap : undefined,
  lateSeconds: only === 2 || only === 4 ? all.lateSeconds : 0,
  pausesAfter: only === 3 || only === 4 ? all.pausesAfter : undefined,
}));

const pick = fc.nat(3);
const comment = fc.record({
  kind: fc.constant('comment' as const),
  by: fc.constantFrom('alice', 'alice', 'bob', 'mallory', 'helper[bot]'),
  after: fc.constantFrom(0, 0, 1, 40, 700),
  inPullRequest: fc.boolean(),
});

/** Everything that may happen, the common more often. */
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: comment },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('run' as const), pick, trouble: mostly }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('go-on' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('redelivery' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancelled-waiting' as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('re-run' as const), pick, failedOnly: fc.boolean(), trouble: mostly }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'close' as const,
        'reopen' as const,
        'close-pull-request' as const,
        'delete-branch' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('delete-session' as const, 'delete-outbox' as const, 'put-back-session' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 60, 900) }) },
);
