import {
  joinTimelines,
  noTimeline,
  type RunSummary,
  readTimeline,
  renderRunSummary,
  renderStopped,
  type Span,
  type Stage,
  type Stopped,
  type Thread,
  type Timeline,
  threadKey,
  threadPage,
} from '@codex-worker/core';
import { apiUse } from '../client/api-use.ts';
import { redacted } from './mask.ts';
import { summary, warning } from './outputs.ts';
import { fullName, type RunFacts } from './run-facts.ts';
import type { StateDirectory } from './state-directory.ts';

const FILE = 'timeline.json';

/** What of a run's page an action fills. */
export interface PagePlace {
  readonly run: Pick<RunFacts, 'runUrl'>;
  readonly stage: Stage;
  /** Where the actions of the job hand on their times; absent where there is no other. */
  readonly directory?: StateDirectory;
  /** What the job before told, as its output had it. */
  readonly earlier?: string | undefined;
  /** Whether this action draws the picture of the run: `if-it-fails` where a later one does it otherwise. */
  readonly draws: 'always' | 'if-it-fails' | 'never';
}

/** What an action adds to the page of its run, whatever becomes of the action. */
export interface RunPage {
  begin(place: PagePlace): void;
  /** Facts for the picture; later ones go before. */
  tell(facts: Partial<RunSummary> & { readonly draws?: PagePlace['draws'] }): void;
  /** Does something that is to be seen as a part of its own. */
  part<T>(stage: Stage, work: () => Promise<T>): Promise<T>;
  /** More parts, in the place of those that were told before. */
  parts(spans: readonly Span[]): void;
  /** All that is known up to now, for the next job. */
  timeline(): Promise<Timeline>;
  /** Writes down what is to be handed on, and the page. It harms nothing. */
  end(failure?: Stopped): Promise<void>;
}

/** What a picture tells of its thread. */
export function threadFacts(run: RunFacts, thread: Thread): Pick<RunSummary, 'thread' | 'page'> {
  return { thread: threadKey(thread), page: threadPage(`${run.serverUrl}/${fullName(run.repository)}`, thread) };
}

/** The page of the run that this process is a step of. */
export function openRunPage(env: NodeJS.ProcessEnv = process.env): RunPage {
  let place: PagePlace | undefined;
  let facts: Partial<RunSummary> = {};
  let told: readonly Span[] = [];
  const timed: Span[] = [];

  const timeline = async (failed?: Stopped): Promise<Timeline> => {
    if (!place) return noTimeline;
    const stored = await storedIn(place.directory);
    const { calls, rate } = apiUse();
    const own = { stage: place.stage, from: Math.round(performance.timeOrigin), to: Date.now(), calls };
    const spans = [{ ...own, ...(failed ? { bad: true as const } : {}) }, ...timed, ...told];
    return joinTimelines(joinTimelines(readTimeline(place.earlier), stored), { spans, ...(rate ? { rate } : {}) });
  };

  const write = async (failure?: Stopped): Promise<void> => {
    const help = troubleshooting(env);
    if (!place) return failure && summary(renderStopped({ url: serverOf(env), help }, failure));
    const whole = await timeline(failure);
    const { run, draws, directory } = place;
    await directory?.write(FILE, whole);
    if (draws === 'always' || (draws === 'if-it-fails' && failure)) {
      await summary(renderRunSummary({ ...facts, url: run.runUrl, timeline: whole, failure, help }));
    } else if (failure) await summary(renderStopped({ url: run.runUrl, help }, failure));
  };

  return {
    begin: (given) => {
      place = given;
    },
    tell: ({ draws, ...given }) => {
      facts = { ...facts, ...given };
      if (draws && place) place = { ...place, draws };
    },
    parts: (spans) => {
      told = spans;
    },
    async part(stage, work) {
      const from = Date.now();
      let bad = true;
      try {
        const result = await work();
        bad = false;
        return result;
      } finally {
        timed.push({ stage, from, to: Date.now(), ...(bad ? { bad } : {}) });
      }
    },
    timeline: () => timeline(),
    async end(failure) {
      try {
        await write(failure);
      } catch (error) {
        warning(
          `The page of the run was not written: ${redacted(error instanceof Error ? error.message : String(error))}`,
        );
      }
    },
  };
}

/** Whatever became of the file, the action that asks goes on. */
async function storedIn(directory: StateDirectory | undefined): Promise<Timeline> {
  try {
    return readTimeline(await directory?.read(FILE));
  } catch {
    return noTimeline;
  }
}

const serverOf = (env: NodeJS.ProcessEnv): string => env['GITHUB_SERVER_URL'] || 'https://github.com';

/** The page of this very release that explains each code; undefined where the runner does not say which one it is. */
function troubleshooting(env: NodeJS.ProcessEnv): string | undefined {
  const { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = env;
  if (!repository) return undefined;
  return `${serverOf(env)}/${repository}/blob/${encodeURIComponent(ref || 'HEAD')}/docs/troubleshooting.md`;
}
