import type { JobRecord } from '../run.ts';
import type { Stage, StepPlace } from './case.ts';
import { type Route, routeOf } from './route.ts';
import type { SoakStage } from './stage.ts';

/** What the undisturbed request of a stage runs and calls. */
export interface Reference {
  readonly stage: Stage;
  readonly steps: readonly StepPlace[];
  readonly routes: readonly SeenRoute[];
}

/** A route, and how often one request calls it. */
export interface SeenRoute {
  readonly route: Route;
  readonly calls: number;
}

/** Goes through a whole story once: an issue, its pull request, a further request there, and one that fails. */
export async function observeStory(stage: SoakStage): Promise<readonly Reference[]> {
  const { acting, killer } = stage;
  let issue = 0;
  const opening = await observe(stage, 'opening', async () => {
    issue = await acting.begin('Reference', 'write reference.txt: 1');
  });
  const { number } = await acting.pullOf(issue);
  const asks = (text: string) => async () => {
    await acting.follow(number, text);
  };
  const moved = await observe(stage, 'moved', asks('hello'));
  const further = await observe(stage, 'follow-up', asks('write further.txt: 1'));
  const agent = further.steps.find(({ name }) => name === 'codex-run');
  if (agent === undefined) throw new Error('No step of a run is codex-run.');
  killer.arm([{ kind: 'process', at: agent }]);
  const failing = await observe(stage, 'failing', asks('write failing.txt: 1'));
  const notify = failing.steps.filter(({ job }) => job === 'notify');
  return [opening, moved, further, { ...failing, steps: [agent, ...notify] }];
}

/** Notes what the jobs do and call while something happens. */
export async function observe(
  { acting, lab }: SoakStage,
  stage: Stage,
  happens: () => Promise<void>,
): Promise<Reference> {
  const { faults, requests } = lab.github;
  const seen: Route[] = [];
  let watching = true;
  const [runs, begin] = [acting.runs.length, requests.length];
  faults.watch((method, path) => {
    // Of the API, what people call is no call of the product; of storage and git they call nothing.
    if (watching && !isApi(path)) seen.push(routeOf(method, path));
  });
  await happens();
  watching = false;
  const ofJobs = requests.slice(begin).filter(({ token }) => token.kind === 'job');
  seen.push(...ofJobs.map(({ method, path }) => routeOf(method, path)));
  return { stage, steps: stepsOf(acting.runs[runs]?.jobs ?? []), routes: counted(seen) };
}

const isApi = (path: string): boolean => /^\/(?:repos|graphql|user|rate_limit)\b/.test(path);

function counted(seen: readonly Route[]): readonly SeenRoute[] {
  const byName = Map.groupBy(seen, ({ name }) => name);
  return [...byName.values()].flatMap((all) => all.slice(0, 1).map((route) => ({ route, calls: all.length })));
}

function stepsOf(jobs: readonly JobRecord[]): readonly StepPlace[] {
  return jobs.flatMap(({ name, steps }) =>
    steps
      .filter((step) => step.conclusion !== 'skipped' && step.name.includes('/actions/'))
      .map((step) => ({ job: name.split(' ').at(-1) ?? name, name: step.name.split('/').at(-1) ?? '' })),
  );
}
