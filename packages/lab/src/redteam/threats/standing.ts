import type { Threat } from '../threat.ts';

export const standingThreats = [
  {
    id: 'run-again',
    asset: 'turns, and all that a turn can reach',
    attacker: 'whoever or whatever may start runs again, and may not ask',
    path: 're-runs a run, or its failed jobs, whose event names somebody with standing',
    defence:
      "the person whom the run's record names for this attempt needs standing, in the router and in session-restore",
    left: 'the publishing job, run again alone, publishes what was authorised before; a drain of the queue, what waits there',
  },
  {
    id: 'turns-burnt',
    asset: 'the budget of the model key',
    attacker: 'whoever may ask, or has taken over the account of somebody who may',
    path: 'asks in a burst, in many threads, while a run is at work, in the name of others, or cancels before the end',
    defence: 'limits for the repository and for each person, counted by promises and replies of our own login',
    left: 'no limit is set by default; behind 400 comments in a window, older turns are forgotten, with a warning',
  },
  {
    id: 'made-to-talk',
    asset: 'the attention of everybody who follows a thread',
    attacker: 'whoever can comment',
    path: 'makes the worker answer: mistyped words, questions for help, requests that are refused',
    defence: 'who has no standing gets neither reply nor reaction, only a line in the log',
    left: 'nothing known',
  },
] as const satisfies readonly Threat[];
