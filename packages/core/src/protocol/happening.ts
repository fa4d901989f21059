import fc from 'fast-check';
import { type Trouble, trouble } from './trouble.ts';
import { type Words, words } from './words.ts';

/** One thing that happens in a repository. `pick` is a place in the list of what there is, counted round. */
export type Happening =
  | {
      readonly kind: 'comment';
      readonly by: string;
      readonly after: number;
      readonly inPullRequest: boolean;
      readonly words: Words;
    }
  /** `first` puts the text back that it began with. */
  | { readonly kind: 'edit'; readonly pick: number; readonly by: 'author' | Editor; readonly words: Words | 'first' }
  | { readonly kind: 'delete'; readonly pick: number }
  | { readonly kind: 'run'; readonly pick: number; readonly trouble: Trouble }
  | { readonly kind: 'go-on' }
  | { readonly kind: 'redelivery'; readonly pick: number }
  | { readonly kind: 'cancelled-waiting'; readonly pick: number }
  | { readonly kind: 're-run'; readonly pick: number; readonly failedOnly: boolean; readonly trouble: Trouble }
  | { readonly kind: 'close' | 'reopen' | 'close-pull-request' | 'delete-branch' }
  | { readonly kind: 'delete-session' | 'delete-outbox' | 'put-back-session' }
  | { readonly kind: 'sweep'; readonly trouble: Trouble }
  | { readonly kind: 'wait'; readonly seconds: number };

type Editor = 'bob' | 'mallory';

const pick = fc.nat(3);
const one = <K extends Happening['kind']>(kind: K) => fc.constant(kind);
const said = fc.oneof(
  { weight: 5, arbitrary: fc.constant('plain' as const) },
  { weight: 4, arbitrary: fc.constantFrom(...words) },
);

const comment = fc.record({
  kind: one('comment'),
  by: fc.constantFrom('alice', 'alice', 'bob', 'mallory', 'helper[bot]'),
  after: fc.constantFrom(0, 0, 1, 40, 700),
  inPullRequest: fc.boolean(),
  words: said,
});
const edit = fc.record({
  kind: one('edit'),
  pick,
  by: fc.constantFrom('author' as const, 'author' as const, 'bob' as const, 'mallory' as const),
  words: fc.oneof({ weight: 4, arbitrary: said }, { weight: 1, arbitrary: fc.constant('first' as const) }),
});
const run = fc.record({ kind: one('run'), pick, trouble });
const rerun = fc.record({ kind: one('re-run'), pick, failedOnly: fc.boolean(), trouble });
const ofEvent = fc.oneof(
  fc.record({ kind: one('redelivery'), pick }),
  fc.record({ kind: one('cancelled-waiting'), pick }),
);
const ofThread = fc.record({
  kind: fc.constantFrom('close' as const, 'reopen' as const, 'close-pull-request' as const, 'delete-branch' as const),
});
const ofStore = fc.record({
  kind: fc.constantFrom('delete-session' as const, 'delete-outbox' as const, 'put-back-session' as const),
});

/** Everything that may happen in one thread, the common more often. */
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: comment },
  { weight: 3, arbitrary: edit },
  { weight: 1, arbitrary: fc.record({ kind: one('delete'), pick }) },
  { weight: 10, arbitrary: run },
  { weight: 2, arbitrary: fc.record({ kind: one('go-on') }) },
  { weight: 2, arbitrary: ofEvent },
  { weight: 3, arbitrary: rerun },
  { weight: 2, arbitrary: ofThread },
  { weight: 1, arbitrary: ofStore },
  { weight: 1, arbitrary: fc.record({ kind: one('wait'), seconds: fc.constantFrom(1, 60, 900) }) },
);

/** What may happen where sweeps, and nobody else, take up what was dropped. */
export const happeningWithSweeps: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: comment },
  { weight: 1, arbitrary: edit },
  { weight: 1, arbitrary: fc.record({ kind: one('delete'), pick }) },
  { weight: 8, arbitrary: run },
  { weight: 2, arbitrary: fc.record({ kind: one('go-on') }) },
  { weight: 2, arbitrary: ofEvent },
  { weight: 3, arbitrary: fc.record({ kind: one('sweep'), trouble }) },
  { weight: 2, arbitrary: fc.record({ kind: one('wait'), seconds: fc.constantFrom(60, 900) }) },
);
