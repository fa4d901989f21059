import fc from 'fast-check';
import { type Trouble, trouble, troubles } from './trouble.ts';
import { type Words, words } from './words.ts';

/** One thing that happens where all requests wait in one queue. */
export type QueueHappening =
  | {
      readonly kind: 'comment';
      readonly by: string;
      readonly after: number;
      readonly issue: 12 | 13;
      readonly words: Words;
    }
  | { readonly kind: 'edit'; readonly pick: number; readonly by: 'author' | 'bob'; readonly words: Words }
  | { readonly kind: 'delete' | 'redelivery'; readonly pick: number }
  /** A file that some other tool put there, and nobody can read. */
  | { readonly kind: 'foreign-file'; readonly pick: number }
  | { readonly kind: 'drain'; readonly trouble: Trouble; readonly breaksBefore: DrainBreak | undefined }
  | { readonly kind: 'go-on' };

/** Where a drain loses its machine: the files are still there then. */
type DrainBreak = 'run' | 'remove';

const pick = fc.nat(4);
const one = <K extends QueueHappening['kind']>(kind: K) => fc.constant(kind);
const said = fc.oneof(
  { weight: 5, arbitrary: fc.constant('plain' as const) },
  { weight: 2, arbitrary: fc.constantFrom(...words) },
);

const queueHappening: fc.Arbitrary<QueueHappening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: one('comment'),
      by: fc.constantFrom('alice', 'alice', 'bob', 'mallory'),
      after: fc.constantFrom(0, 0, 1, 40, 700),
      issue: fc.constantFrom(12 as const, 12 as const, 13 as const),
      words: said,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: one('edit'),
      pick,
      by: fc.constantFrom('author' as const, 'bob' as const),
      words: said,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'redelivery' as const), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: one('foreign-file'), pick }) },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: one('drain'),
      trouble,
      breaksBefore: fc.option(fc.constantFrom('run' as const, 'remove' as const), { nil: undefined, freq: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: one('go-on') }) },
);

/** What happens in a repository with a queue, in its order. */
export class QueueSchedule {
  readonly happenings: readonly QueueHappening[];
  readonly coalesce: boolean;

  constructor(happenings: readonly QueueHappening[], coalesce = false) {
    this.happenings = happenings;
    this.coalesce = coalesce;
  }

  toString(): string {
    const told = this.happenings.map((each, index) => `  ${index + 1}. ${sentence(each)}`);
    return ['', ...(this.coalesce ? ['  (Waiting requests are one turn.)'] : []), ...told, ''].join('\n');
  }

  [fc.toStringMethod](): string {
    return this.toString();
  }
}

/** Random schedules of two threads whose requests wait in one queue. */
export const queueSchedules: fc.Arbitrary<QueueSchedule> = fc
  .tuple(fc.array(queueHappening, { minLength: 1, maxLength: 9, size: 'max' }), fc.constantFrom(false, false, true))
  .map(([happenings, coalesce]) => new QueueSchedule(happenings, coalesce));

function sentence(each: QueueHappening): string {
  switch (each.kind) {
    case 'comment':
      return `${each.after} s later ${each.by} comments${each.words === 'plain' ? '' : ` /codex ${each.words}`} in #${each.issue}.`;
    case 'edit':
      return `${each.by === 'author' ? 'Its author' : each.by} edits request ${each.pick}${each.words === 'plain' ? '' : ` to /codex ${each.words}`}.`;
    case 'delete':
      return `Request ${each.pick} is deleted.`;
    case 'redelivery':
      return `The event of request ${each.pick} is delivered again.`;
    case 'foreign-file':
      return 'Some other tool puts a file that nobody can read.';
    case 'drain':
      return `A drain takes the head${troubles(each.trouble)}${each.breaksBefore ? `; the drain is lost before its job ${each.breaksBefore}` : ''}.`;
    case 'go-on':
      return 'The run that stands still goes on.';
  }
}
