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
  /** The process of codex-run is killed in the midst of a turn, or before that is written down. Later steps go on. */
  readonly killed: { readonly turn: number; readonly when: 'in-turn' | 'before-keep' } | undefined;
  /** A call to GitHub, counted from 0, fails: before it took effect, or only its answer is lost. */
  readonly fails: { readonly call: number; readonly effect: 'none' | 'taken' } | undefined;
  readonly mishap: Mishap | undefined;
  /** GitHub's lists do not show what is younger than this. */
  readonly lateSeconds: 0 | 15;
  /** The run stands still after this step, until a later happening lets it go on. */
  readonly pausesAfter: Step | undefined;
  readonly changes: boolean;
  /** The notifier is lost as well. */
  readonly untold: boolean;
}

export const untroubled: Trouble = {
  breaksAfter: undefined,
  byPerson: false,
  killed: undefined,
  fails: undefined,
  mishap: undefined,
  lateSeconds: 0,
  pausesAfter: undefined,
  changes: false,
  untold: false,
};

const breaks: readonly Break[] = [...steps, 'first-reply', 'second-reply'];
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 6 });

const anything: fc.Arbitrary<Trouble> = fc.record({
  breaksAfter: maybe(fc.constantFrom(...breaks)),
  byPerson: fc.boolean(),
  killed: maybe(fc.record({ turn: fc.nat(1), when: fc.constantFrom('in-turn' as const, 'before-keep' as const) })),
  // A run makes some twenty calls.
  fails: maybe(fc.record({ call: fc.nat(24), effect: fc.constantFrom('none' as const, 'taken' as const) })),
  mishap: maybe(
    fc.record({ turn: fc.nat(1), end: fc.constantFrom('quota' as const, 'time-out' as const, 'cancel' as const) }),
  ),
  lateSeconds: fc.constantFrom(0 as const, 0 as const, 0 as const, 15 as const),
  pausesAfter: maybe(fc.constantFrom(...steps)),
  changes: fc.boolean(),
  untold: fc.constantFrom(false, false, false, true),
});

const kinds = ['breaksAfter', 'killed', 'fails', 'mishap', 'lateSeconds', 'pausesAfter'] as const;
type Kind = (typeof kinds)[number];

/** Most runs have one thing wrong at most: several at once hide each other. */
export const trouble: fc.Arbitrary<Trouble> = fc
  .tuple(anything, fc.constantFrom<Kind | 'all' | 'none'>(...kinds, 'all', 'none'))
  .map(([all, only]) => {
    if (only === 'all') return all;
    const { changes, byPerson, untold } = all;
    const mild = { ...untroubled, changes, byPerson, untold };
    return only === 'none' ? mild : { ...mild, [only]: all[only] };
  });

/** What goes wrong, in words. */
export function troubles({ breaksAfter, byPerson, killed, fails, mishap, ...rest }: Trouble): string {
  const { lateSeconds, pausesAfter, changes, untold } = rest;
  return [
    changes ? 'Codex changes a file in each turn' : '',
    mishap ? `turn ${mishap.turn} ends with ${mishap.end}` : '',
    killed ? `codex-run is killed ${killed.when === 'in-turn' ? 'in' : 'after'} turn ${killed.turn}` : '',
    fails ? `call ${fails.call} fails${fails.effect === 'taken' ? ', although it took effect' : ''}` : '',
    lateSeconds > 0 ? `lists lack the last ${lateSeconds} s` : '',
    pausesAfter ? `it stands still after ${pausesAfter}` : '',
    breaksAfter ? `it is ${byPerson ? 'cancelled' : 'lost'} after ${breaksAfter}` : '',
    untold ? 'its notifier is lost as well' : '',
  ]
    .filter((text) => text !== '')
    .map((text) => `; ${text}`)
    .join('');
}
