import {
  type Case,
  codexMoments,
  faultKinds,
  type Kill,
  type PlannedFault,
  type Stage,
  type StepPlace,
} from './case.ts';
import { type Route, routeOf } from './route.ts';
import type { SoakStage } from './stage.ts';

/** What an undisturbed request runs and calls. */
export interface Reference {
  readonly stage: Stage;
  readonly steps: readonly StepPlace[];
  readonly routes: readonly Route[];
}

/** Makes one request undisturbed, and notes its steps and its calls. */
export async function observe({ acting, lab, standing: standingOf }: SoakStage, stage: Stage): Promise<Reference> {
  const { repository, faults } = lab.github;
  const standing = stage === 'opening' ? undefined : await standingOf();
  const routes = new Map<string, Route>();
  let watching = false;
  faults.watch((method, path) => {
    const route = routeOf(method, path);
    if (watching) routes.set(route.name, route);
  });
  if (standing === undefined) await acting.opens('owner', 'Reference', 'write reference.txt: 1');
  else {
    const id = await acting.comments('owner', standing.pull, 'write further.txt: 1');
    standing.requests.push(`comment-${id}`);
  }
  watching = true;
  await acting.idle();
  watching = false;
  if (routes.size === 0) throw new Error(`A request in ${repository.owner}/${repository.name} made no calls.`);
  const steps = acting.lastRun().jobs.flatMap(({ name, steps: all }) =>
    all
      .filter((step) => step.conclusion === 'success' && step.name.includes('/actions/'))
      .map((step) => ({
        job: name.split(' ').at(-1) ?? name,
        step: step.number,
        name: step.name.split('/').at(-1) ?? '',
      })),
  );
  return { stage, steps, routes: [...routes.values()] };
}

/** Every kill, every fault and both loads, those of one kind spread over the list in an order that the seed gives. */
export function enumerateCases(references: readonly Reference[], random: () => number): readonly Case[] {
  const kills = references.flatMap(({ stage, steps }) => killsOf(steps).map((kill) => disturbed(stage, [kill], [])));
  const routed = references.filter(({ stage }) => stage === 'follow-up').flatMap(({ steps }) => steps.slice(0, 1));
  const moved = routed.flatMap((step) => killsOf([step]).map((kill) => disturbed('moved', [kill], [])));
  const lists = [kills, moved, uploadCases(references), ...faultCases(references)];
  const rest = interleaved(lists.map((list) => shuffled(list, random)));
  // The loads take minutes: they begin early, and not both at once.
  return [{ kind: 'burst', comments: 50 }, ...rest.slice(0, 12), { kind: 'crowd', threads: 20 }, ...rest.slice(12)];
}

function disturbed(stage: Stage, kills: readonly Kill[], faults: readonly PlannedFault[]): Case {
  return { kind: 'disturbed', stage, kills, faults, comments: 0 };
}

/** Every step boundary, every step's process, and the moments of codex-run. */
export function killsOf(steps: readonly StepPlace[]): readonly Kill[] {
  return steps.flatMap((at): readonly Kill[] => [
    { kind: 'runner', at, when: 'before' },
    { kind: 'process', at },
    ...(at.name === 'codex-run'
      ? codexMoments.flatMap((moment): Kill[] => [
          { kind: 'codex', at, moment, machine: false },
          { kind: 'codex', at, moment, machine: true },
        ])
      : []),
    { kind: 'runner', at, when: 'after' },
  ]);
}

/** Each route once with each fault, where it is used first. */
function faultCases(references: readonly Reference[]): readonly (readonly Case[])[] {
  const routes = routesByStage(references);
  return faultKinds.map((kind) => routes.map(({ stage, route }) => disturbed(stage, [], [{ kind, route, times: 1 }])));
}

function routesByStage(references: readonly Reference[]) {
  // A further request is the cheaper one to try.
  const ordered = references.toSorted((a, b) => b.stage.localeCompare(a.stage)).toReversed();
  const seen = new Set<string>();
  return ordered.flatMap(({ stage, routes }) =>
    routes.filter(({ name }) => !seen.has(name) && seen.add(name)).map((route) => ({ stage, route })),
  );
}

/** Uploads that fail, arrive in half, or are refused, once and for a whole run. */
function uploadCases(references: readonly Reference[]): readonly Case[] {
  return references.flatMap(({ stage, routes }) => {
    const block = routes.find(({ name }) => name.startsWith('PUT') && name.endsWith('comp=block'));
    const create = routes.find(({ name }) => name.endsWith('/CreateArtifact'));
    if (block === undefined || create === undefined) return [];
    const faults: readonly PlannedFault[] = [
      { kind: '500', route: block, times: 100 },
      { kind: 'halved', route: block, times: 1 },
      { kind: 'halved', route: block, times: 100 },
      { kind: '409', route: create, times: 1 },
      { kind: '409', route: create, times: 100 },
    ];
    return faults.map((fault) => disturbed(stage, [], [fault]));
  });
}

/** So that short soaks with different seeds try different cases. */
function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  const keyed = list.map((one) => ({ one, key: random() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ one }) => one);
}

/** Takes from all lists in proportion, so that each is half done when half of all is. */
function interleaved(lists: readonly (readonly Case[])[]): readonly Case[] {
  const placed = lists.flatMap((list) => list.map((one, index) => ({ one, at: (index + 0.5) / list.length })));
  return placed.toSorted((a, b) => a.at - b.at).map(({ one }) => one);
}
