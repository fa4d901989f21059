import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { REQUEST_TRAILER, REVERTS_TRAILER, UNFINISHED_TRAILER } from '../proposal/commit-message.ts';
import type { LeftOut } from '../proposal/left-out.ts';
import type { BranchState, CommitOrder, Publisher, PushEnd, WorkingTree } from '../proposal/ports.ts';
import type { IsProtected } from '../proposal/protected-paths.ts';
import { REQUEST_ID, type RequestId } from '../request/request.ts';

type Files = ReadonlyMap<string, string>;

export interface FakeCommit {
  readonly sha: string;
  readonly message: string;
  readonly files: Files;
}

/** A working tree of its own, as each runner has one. */
export interface FakeWorkspace {
  readonly tree: WorkingTree;
  /** Changes a file of the working tree, as an agent does. */
  write(path: string, text: string): void;
  read(path: string): string | undefined;
}

/** Branches with whole-file history, a working tree of one of them, and a remote to push to: just enough of git. */
export interface FakeRepository extends FakeWorkspace {
  readonly publisher: Publisher;
  /** Commits to a branch from elsewhere; a new branch starts from main. Answers the commit. */
  commit(branch: string, files: Readonly<Record<string, string>>, message?: string): string;
  deleteBranch(branch: string): void;
  /** Makes a branch at a commit; false where it exists. */
  makeBranch(branch: string, sha: string): boolean;
  /** Commits of a branch, newest first; empty when there is no such branch. */
  history(branch: string): readonly FakeCommit[];
  branches(): readonly string[];
  /** One more working tree, for a second run at the same time. */
  workspace(): FakeWorkspace;
  /** The next push is refused with these words. */
  refusePush(detail: string): void;
}

const patchSchema = v.record(v.string(), v.object({ before: v.nullable(v.string()), after: v.nullable(v.string()) }));
type Patch = v.InferOutput<typeof patchSchema>;

export function fakeRepository(): FakeRepository {
  const branches = new Map<string, readonly FakeCommit[]>();
  const commits = new Map<string, FakeCommit>();
  let refusal: string | undefined;

  const add = (branch: string, parents: readonly FakeCommit[], files: Files, message: string): FakeCommit => {
    const sha = createHash('sha1').update(`${commits.size} ${branch} ${message}`).digest('hex');
    const commit = { sha, message, files };
    commits.set(sha, commit);
    branches.set(branch, [commit, ...parents]);
    return commit;
  };

  const makeBranch = (branch: string, sha: string): boolean => {
    const history = [...branches.values()].find((known) => known.some((commit) => commit.sha === sha));
    if (!history || branches.has(branch)) return false;
    branches.set(branch, history.slice(history.findIndex((commit) => commit.sha === sha)));
    return true;
  };

  const look = (branch: string, base: string): BranchState | undefined => {
    const history = branches.get(branch);
    const [head] = history ?? [];
    if (!history || !head) return undefined;
    const own = history.filter((commit) => !branches.get(base)?.includes(commit) && trailers(commit).length > 0);
    const subjects = own.map(({ message }) => message.split('\n')[0] ?? '').reverse();
    return { sha: head.sha, subjects, template: head.files.get(TEMPLATE) };
  };

  const parentsOf = (branch: string, startsFrom: string, startsAt = '') => {
    const start = commits.get(startsAt);
    return branches.get(branch) ?? (start ? [start] : branches.get(startsFrom)) ?? [];
  };

  const push = async ({
    branch,
    startsFrom,
    startsAt,
    patch,
    message,
    requests,
    isProtected,
    makeBranch: make,
  }: CommitOrder): Promise<PushEnd> => {
    if (refusal !== undefined) {
      const detail = refusal;
      refusal = undefined;
      return { kind: 'refused', detail };
    }
    const parents = parentsOf(branch, startsFrom, startsAt);
    const there = parents.find((commit) => requests.every((id) => trailers(commit).includes(id)));
    const template = parents[0]?.files.get(TEMPLATE);
    if (there && requests.length > 0) return { kind: 'already-there', sha: there.sha, template };
    const { allowed, leftOut, leftOutPatch } = separate(readPatch(patch), isProtected);
    const files = patched(parents[0]?.files ?? new Map(), allowed);
    if (!files) return { kind: 'conflicts', detail: Object.keys(allowed).join(', ') };
    if (sameFiles(files, parents[0]?.files ?? new Map())) return { kind: 'nothing', leftOut, leftOutPatch };
    if (!branches.has(branch) && parents[0]) await make?.(parents[0].sha);
    return { kind: 'pushed', sha: add(branch, parents, files, message).sha, leftOut, leftOutPatch, template };
  };

  return {
    ...workspaceOf(branches, commits),
    workspace: () => workspaceOf(branches, commits),
    publisher: { push, look: async (branch, base) => look(branch, base) },
    makeBranch,
    commit: (branch, files, message = 'Change files') => {
      const parents = branches.get(branch) ?? branches.get('main') ?? [];
      return add(branch, parents, new Map([...(parents[0]?.files ?? []), ...Object.entries(files)]), message).sha;
    },
    deleteBranch: (branch) => {
      branches.delete(branch);
    },
    history: (branch) => branches.get(branch) ?? [],
    branches: () => [...branches.keys()],
    refusePush: (detail) => {
      refusal = detail;
    },
  };
}

function workspaceOf(
  branches: ReadonlyMap<string, readonly FakeCommit[]>,
  commits: ReadonlyMap<string, FakeCommit>,
): FakeWorkspace {
  let head: { readonly branch: string; readonly commit: FakeCommit } | undefined;
  let work = new Map<string, string>();
  return {
    tree: {
      checkOut: async (branch) => {
        const commit = branches.get(branch)?.[0];
        if (!commit) return undefined;
        head = { branch, commit };
        work = new Map(commit.files);
        return commit.sha;
      },
      instructionsOf: async (branch) => {
        const document = branches.get(branch)?.[0]?.files.get('AGENTS.md');
        return { branch, digest: `${document}`, document };
      },
      instructionsNow: async () => `${work.get('AGENTS.md')}`,
      checkOutUntrusted: async ({ sha, base }) => {
        const commit = commits.get(sha);
        if (!commit) return undefined;
        const ours = [...(branches.get(base)?.[0]?.files ?? [])].filter(([path]) => isAgents(path));
        head = { branch: sha, commit };
        work = new Map([...[...commit.files].filter(([path]) => !isAgents(path)), ...ours]);
        return [...commit.files.keys()].filter(isAgents);
      },
      settledPatch: async (patch) => (head && patched(head.commit.files, readPatch(patch)) ? patch : undefined),
      requestsInHistory: async () => (head ? (branches.get(head.branch) ?? []).slice(0, 100).flatMap(trailers) : []),
      apply: async (patch) => {
        const files = patched(work, readPatch(patch));
        if (files) work = new Map(files);
        return files !== undefined;
      },
      changesSince: async (base) => difference(commits.get(base)?.files ?? new Map(), work),
      putBack: async (base, patch) => {
        const files = commits.get(base)?.files ?? new Map();
        work = new Map(patch === undefined ? files : (patched(files, readPatch(patch)) ?? files));
      },
      revert: async (requests) => {
        const history = head ? (branches.get(head.branch) ?? []) : [];
        const commit = history.find((each) => named(each).some((id) => requests.includes(id)));
        if (!commit) return { kind: 'nothing' };
        const files = without(work, [commit, ...revertedBy(commit, history)], history);
        if (!files) return { kind: 'conflicts', detail: commit.sha };
        work = new Map(files);
        return { kind: 'reverted', commit: commit.sha, requests: named(commit) };
      },
    },
    write: (path, text) => {
      work.set(path, text);
    },
    read: (path) => work.get(path),
  };
}

const isAgents = (path: string): boolean => path.endsWith('AGENTS.md');

const TEMPLATE = '.github/pull_request_template.md';

const trailer = new RegExp(`^${REQUEST_TRAILER}: (${REQUEST_ID})$`, 'gm');
const naming = new RegExp(`^(?:${REQUEST_TRAILER}|${UNFINISHED_TRAILER}): (${REQUEST_ID})$`, 'gm');
const reverts = new RegExp(`^${REVERTS_TRAILER}: ([0-9a-f]{40})$`, 'gm');

/** The requests that a commit names, also those that it did not finish. */
const named = ({ message }: FakeCommit): readonly RequestId[] =>
  [...message.matchAll(naming)].map(([, id]) => id as RequestId);

const revertedBy = ({ message }: FakeCommit, history: readonly FakeCommit[]): readonly FakeCommit[] =>
  [...message.matchAll(reverts)].flatMap(([, sha]) => history.filter((commit) => commit.sha === sha));

/** The files without what the commits changed, undefined when that does not go. */
function without(work: Files, commits: readonly FakeCommit[], history: readonly FakeCommit[]): Files | undefined {
  let files: Files | undefined = work;
  for (const commit of commits) {
    const parent = history[history.indexOf(commit) + 1]?.files ?? new Map();
    const patch = difference(commit.files, parent);
    if (files && patch !== undefined) files = patched(files, readPatch(patch));
  }
  return files;
}

const trailers = ({ message }: FakeCommit): readonly RequestId[] =>
  // The pattern admits nothing else.
  [...message.matchAll(trailer)].map(([, id]) => id as RequestId);

const readPatch = (patch: string): Patch => v.parse(patchSchema, JSON.parse(patch));

/** What may not be pushed is left out, as the real publisher does. */
function separate(patch: Patch, isProtected: IsProtected = () => false) {
  const files = Object.entries(patch);
  const leftOut = files.flatMap(([path]): readonly LeftOut[] => {
    if (path.startsWith('.github/workflows/')) return [{ path, why: 'workflow' }];
    return isProtected(path) ? [{ path, why: 'protected' }] : [];
  });
  const isLeft = ([path]: (typeof files)[number]): boolean => leftOut.some((file) => file.path === path);
  return {
    allowed: Object.fromEntries(files.filter((file) => !isLeft(file))),
    leftOut,
    leftOutPatch: leftOut.length === 0 ? undefined : JSON.stringify(Object.fromEntries(files.filter(isLeft))),
  };
}

/** Undefined when a file is neither as it was before nor as it is to be. */
function patched(files: Files, patch: Patch): Files | undefined {
  const result = new Map(files);
  for (const [path, { before, after }] of Object.entries(patch)) {
    const now = result.get(path) ?? null;
    if (now !== before && now !== after) return undefined;
    if (after === null) result.delete(path);
    else result.set(path, after);
  }
  return result;
}

function difference(from: Files, to: Files): string | undefined {
  const paths = new Set([...from.keys(), ...to.keys()]);
  const changed = [...paths].filter((path) => from.get(path) !== to.get(path)).sort();
  if (changed.length === 0) return undefined;
  const sides = (path: string) => ({ before: from.get(path) ?? null, after: to.get(path) ?? null });
  return JSON.stringify(Object.fromEntries(changed.map((path) => [path, sides(path)])));
}

const sameFiles = (a: Files, b: Files): boolean => difference(a, b) === undefined;
