import {
  type Case,
  codexMoments,
  type Disturbed,
  disturbed,
  type FaultKind,
  faultKinds,
  type Kill,
  kindOf,
  type PlannedFault,
  type StepPlace,
} from './case.ts';
import type { Reference, SeenRoute } from './observe.ts';
import type { Route } from './route.ts';

/** Every kill, every fault and both loads. All kinds come first, each once, then the rest of them in turn. */
export function enumerateCases(references: readonly Reference[], random: () => number): readonly Case[] {
  const cases: readonly Case[] = [
    ...killCases(references),
    ...rows(references, random),
    ...uploadCases(references),
    ...faultCases(references),
  ];
  const kinds = Map.groupBy(shuffled(cases, random), kindOf);
  const rest = rounds([...kinds.values()]);
  // The loads keep the machine busy for a minute: not before there is one of each other kind, and not both at once.
  const [first, second] = [rest.slice(0, kinds.size), rest.slice(kinds.size)];
  return [...first, burst, ...second.slice(0, kinds.size), crowd, ...second.slice(kinds.size)];
}

const burst: Case = { kind: 'burst', comments: 50 };
const crowd: Case = { kind: 'crowd', threads: 20 };

/** Every step boundary, every step's process, every call that changes something, and the moments of codex-run. */
function killCases(references: readonly Reference[]): readonly Disturbed[] {
  return references.flatMap(killsIn);
}

function killsIn(reference: Reference): readonly Disturbed[] {
  const { stage, steps } = reference;
  switch (stage) {
    case 'failing': {
      const base = baseOf(reference);
      return killsOf(steps.slice(1)).map((kill) => disturbed(stage, [...base, kill]));
    }
    case 'moved':
      // What follows the route is as in a further request.
      return killsOf(steps.slice(0, 1)).map((kill) => disturbed(stage, [kill]));
    case 'opening':
    case 'follow-up':
      return [...killsOf(steps), ...callKills(reference)].map((kill) => disturbed(stage, [kill]));
  }
}

/** All kills of a further request, four at a time. */
function rows(references: readonly Reference[], random: () => number): readonly Case[] {
  const further = references.filter(({ stage }) => stage === 'follow-up');
  const kills = shuffled(
    further.flatMap((reference) => [...killsOf(reference.steps), ...callKills(reference)]),
    random,
  );
  return Array.from({ length: Math.ceil(kills.length / 4) }, (_, row) => ({
    kind: 'row',
    kills: kills.slice(row * 4, row * 4 + 4),
  }));
}

/** Every boundary of these steps, their processes, and the moments of codex-run. */
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

/** Between push, pull request, replies and prune, and between the two artifacts: around each call that changes something. */
export function callKills({ routes }: Reference): readonly Kill[] {
  const changing = routes.filter(({ route }) => changes(route.name));
  return changing.flatMap(({ route, calls }) =>
    Array.from({ length: Math.min(calls, 2) }, (_, index) => index + 1).flatMap((nth): Kill[] => [
      { kind: 'call', route, nth, when: 'before' },
      { kind: 'call', route, nth, when: 'after' },
    ]),
  );
}

const reads = /^GET|^HEAD|git-upload-pack|\/GetSignedArtifactURL|\/ListArtifacts|\/CreateArtifact|^PUT/;
const asks = /\/graphql(?!.*operation=(?:add|convert|create|delete|mark|remove|update))/;
const changes = (name: string): boolean => !reads.test(name) && !asks.test(name);

/** Each route once with each fault, where it is used first; and each call of a run once with the same fault. */
function faultCases(references: readonly Reference[]): readonly Disturbed[] {
  const single = routesByStage(references).flatMap(({ reference, route }) =>
    faultsOf(route).map((kind) => disturbed(reference.stage, baseOf(reference), [{ kind, route, times: 1 }])),
  );
  return [...single, ...references.flatMap(everyCall)];
}

const faultsOf = ({ name }: Route): readonly FaultKind[] => [
  ...faultKinds,
  ...(changes(name) ? ['late' as const] : []),
];

/** A failing stage has the kill that makes it one. */
function baseOf({ stage, steps }: Reference): readonly Kill[] {
  return stage === 'failing' ? steps.slice(0, 1).map((at) => ({ kind: 'process', at })) : [];
}

function routesByStage(references: readonly Reference[]) {
  // A further request is the cheapest one to try.
  const order = ['follow-up', 'opening', 'moved', 'failing'];
  const ordered = references.toSorted((a, b) => order.indexOf(a.stage) - order.indexOf(b.stage));
  const seen = new Set<string>();
  return ordered.flatMap((reference) =>
    reference.routes
      .filter(({ route: { name } }) => !seen.has(name) && seen.add(name))
      .map(({ route }) => ({ reference, route })),
  );
}

/** Waiting for each call's time to run out would take a quarter of an hour. */
const quick: readonly FaultKind[] = faultKinds.filter((kind) => kind !== 'timeout');

function everyCall(reference: Reference): readonly Disturbed[] {
  if (reference.stage === 'failing') return [];
  const all = (kind: FaultKind) => reference.routes.map(({ route }) => ({ kind, route, times: 1 }));
  return quick.map((kind) => disturbed(reference.stage, [], all(kind)));
}

/** Uploads that fail, arrive in half, or are refused, once and for a whole run. */
function uploadCases(references: readonly Reference[]): readonly Disturbed[] {
  const uploading = references.filter(({ stage }) => stage === 'opening' || stage === 'follow-up');
  return uploading.flatMap(({ stage, routes }) => uploadFaults(routes).map((fault) => disturbed(stage, [], [fault])));
}

function uploadFaults(routes: readonly SeenRoute[]): readonly PlannedFault[] {
  const named = (fits: RegExp) => routes.find(({ route }) => fits.test(route.name))?.route;
  const block = named(/^PUT.*comp=block$/);
  const create = named(/\/CreateArtifact$/);
  const finalize = named(/\/FinalizeArtifact$/);
  if (block === undefined || create === undefined || finalize === undefined) return [];
  return [
    { kind: '500', route: block, times: 100 },
    { kind: 'halved', route: block, times: 1 },
    { kind: 'halved', route: block, times: 100 },
    { kind: '409', route: create, times: 1 },
    { kind: '409', route: create, times: 100 },
    { kind: '500', route: finalize, times: 100 },
  ];
}

/** So that short soaks with different seeds try different cases. */
function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  const keyed = list.map((one) => ({ one, key: random() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ one }) => one);
}

/** The first of each list, then the second of each, until all are used up. */
function rounds<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const most = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: most }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}
