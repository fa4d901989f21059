import fc from 'fast-check';
import { type Happening, happening, happeningWithSweeps } from './happening.ts';
import { troubles } from './trouble.ts';

/** How a repository's workflow is set. */
export interface Rules {
  readonly coalesce: boolean;
  /** Which runs of a thread wait while one goes on: all, or, where GitHub's default is left, the newest alone. */
  readonly waits: 'all' | 'newest';
}

/** What happens in one thread, in its order; a counterexample reads as a list of sentences. */
export class Schedule {
  readonly happenings: readonly Happening[];
  readonly rules: Rules;

  constructor(happenings: readonly Happening[], rules: Rules = { coalesce: false, waits: 'all' }) {
    this.happenings = happenings;
    this.rules = rules;
  }

  toString(): string {
    const { coalesce, waits } = this.rules;
    const set = [coalesce ? '  (Waiting requests are one turn.)' : '', waits === 'newest' ? '  (One run waits.)' : ''];
    const told = this.happenings.map((one, index) => `  ${index + 1}. ${sentence(one)}`);
    return ['', ...set.filter((text) => text !== ''), ...told, ''].join('\n');
  }

  [fc.toStringMethod](): string {
    return this.toString();
  }
}

const rules: fc.Arbitrary<Rules> = fc.record({
  coalesce: fc.constantFrom(false, false, true),
  waits: fc.constantFrom('all' as const, 'all' as const, 'newest' as const),
});

const of = (one: fc.Arbitrary<Happening>): fc.Arbitrary<Schedule> =>
  fc
    .tuple(fc.array(one, { minLength: 1, maxLength: 9, size: 'max' }), rules)
    .map(([happenings, set]) => new Schedule(happenings, set));

/** Random schedules of a thread whose opening request waits for its run. */
export const schedules: fc.Arbitrary<Schedule> = of(happening);

/** Without late lists: two runs at once that cannot see each other's comments may both post one, and nothing tells them. */
export const punctualSchedules: fc.Arbitrary<Schedule> = schedules.map(
  (schedule) =>
    new Schedule(
      schedule.happenings.map((each) =>
        'trouble' in each ? { ...each, trouble: { ...each.trouble, lateSeconds: 0 } } : each,
      ),
      schedule.rules,
    ),
);

/** Random schedules of a thread that is swept. */
export const sweptSchedules: fc.Arbitrary<Schedule> = of(happeningWithSweeps);

function sentence(one: Happening): string {
  switch (one.kind) {
    case 'comment':
      return `${one.after} s later ${one.by} comments${one.words === 'plain' ? '' : ` /codex ${one.words}`}${one.inPullRequest ? ' in the pull request, or in the issue if there is none' : ' in the issue'}.`;
    case 'edit':
      return `${one.by === 'author' ? 'Its author' : one.by} edits request ${one.pick}${one.words === 'first' ? ' back to its first text' : one.words === 'plain' ? '' : ` to /codex ${one.words}`}.`;
    case 'delete':
      return `Request ${one.pick} is deleted.`;
    case 'run':
      return `Waiting run ${one.pick} starts${troubles(one.trouble)}.`;
    case 'go-on':
      return 'The run that stands still goes on.';
    case 'redelivery':
      return `The event of request ${one.pick} is delivered again.`;
    case 'cancelled-waiting':
      return `Waiting run ${one.pick} is cancelled before it starts.`;
    case 're-run':
      return `Run ${one.pick} is run again${one.failedOnly ? ', its failed jobs only' : ''}${troubles(one.trouble)}.`;
    case 'close':
      return 'The issue is closed.';
    case 'reopen':
      return 'The issue is opened again.';
    case 'close-pull-request':
      return 'The pull request is closed.';
    case 'delete-branch':
      return "The thread's branch is deleted.";
    case 'delete-session':
      return 'The newest session artifact is deleted.';
    case 'delete-outbox':
      return 'The newest outbox artifact is deleted.';
    case 'put-back-session':
      return 'The oldest session of the thread is stored again, as the newest.';
    case 'sweep':
      return `A sweep runs what it finds${troubles(one.trouble)}.`;
    case 'wait':
      return `${one.seconds} s pass.`;
  }
}
