import fc from 'fast-check';
import { type Happening, happening, type Trouble } from './happening.ts';

/** What happens in one thread, in its order; a counterexample reads as a list of sentences. */
export class Schedule {
  readonly happenings: readonly Happening[];

  constructor(happenings: readonly Happening[]) {
    this.happenings = happenings;
  }

  toString(): string {
    return ['', ...this.happenings.map((one, index) => `  ${index + 1}. ${sentence(one)}`), ''].join('\n');
  }

  [fc.toStringMethod](): string {
    return this.toString();
  }
}

/** Random schedules of a thread whose opening request waits for its run. */
export const schedules: fc.Arbitrary<Schedule> = fc
  .array(happening, { minLength: 1, maxLength: 9, size: 'max' })
  .map((happenings) => new Schedule(happenings));

/** Without late lists: two runs at once that cannot see each other's comments may both post one, and nothing tells them. */
export const punctualSchedules: fc.Arbitrary<Schedule> = schedules.map(
  ({ happenings }) =>
    new Schedule(
      happenings.map((one) => ('trouble' in one ? { ...one, trouble: { ...one.trouble, lateSeconds: 0 } } : one)),
    ),
);

function sentence(one: Happening): string {
  switch (one.kind) {
    case 'comment':
      return `${one.after} s later ${one.by} comments${one.inPullRequest ? ' in the pull request, or in the issue if there is none' : ' in the issue'}.`;
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
    case 'wait':
      return `${one.seconds} s pass.`;
  }
}

function troubles({ breaksAfter, byPerson, mishap, lateSeconds, pausesAfter, changes }: Trouble): string {
  return [
    changes ? 'Codex changes a file in each turn' : '',
    mishap ? `turn ${mishap.turn} ends with ${mishap.end}` : '',
    lateSeconds > 0 ? `lists lack the last ${lateSeconds} s` : '',
    pausesAfter ? `it stands still after ${pausesAfter}` : '',
    breaksAfter ? `it is ${byPerson ? 'cancelled' : 'lost'} after ${breaksAfter}` : '',
  ]
    .filter((text) => text !== '')
    .map((text) => `; ${text}`)
    .join('');
}
