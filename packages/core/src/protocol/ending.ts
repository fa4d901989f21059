import type { JobFacts, StepFacts } from '../reply/what-stopped.ts';
import { type RunOrder, type Step, tellThatItStopped } from '../testing/index.ts';
import type { Play } from './play.ts';

/** How a run ended, and how far it had come. */
export interface Ending {
  job: 'agent' | 'publish';
  /** The last step that it did; `codex` is in the midst of the turns. */
  after: Step | 'codex' | undefined;
  /** `red`: a step failed and said why; `killed`: one was ended from outside; `lost`: the machine was. */
  how: 'well' | 'red' | 'killed' | 'lost' | 'cancelled';
}

/** The notifier's word on a run that did not end well. */
export async function tellOfEnd({ world }: Play, order: RunOrder, ending: Ending): Promise<void> {
  const ended = ending.how === 'cancelled' ? 'cancelled' : 'failure';
  await tellThatItStopped(world, order, ended, jobsOf(ending));
}

const stepNames = ['session-restore', 'codex-run', 'session-persist'] as const;

/** The jobs as GitHub shows them afterwards. */
function jobsOf({ job, after, how }: Ending): readonly JobFacts[] {
  const conclusion = how === 'cancelled' ? 'cancelled' : 'failure';
  const common = { minutes: 2, endedAt: undefined };
  const done = stepNames.map((name) => stepOf(name, 'success'));
  if (job === 'publish') {
    const steps = [stepOf('comment-reply', stepConclusion(how))];
    return [
      { ...common, name: 'thread / agent', conclusion: 'success', steps: done },
      { ...common, name: 'thread / publish', conclusion, steps },
    ];
  }
  const reached = after === undefined ? 0 : after === 'restore' || after === 'codex' ? 1 : 2;
  const steps = stepNames.map((name, index) => {
    if (index < reached) return stepOf(name, 'success');
    // Cancelled between two steps, a job begins no other.
    const isBegun = index === reached && (how !== 'cancelled' || after === 'codex');
    return stepOf(name, isBegun ? stepConclusion(how) : 'skipped');
  });
  return [{ ...common, name: 'thread / agent', conclusion, steps }];
}

/** A machine that is gone ends no step. */
function stepConclusion(how: Ending['how']): string | undefined {
  if (how === 'lost') return undefined;
  return how === 'cancelled' ? 'cancelled' : 'failure';
}

const stepOf = (name: string, conclusion: string | undefined): StepFacts => ({ name, conclusion, minutes: 2 });
