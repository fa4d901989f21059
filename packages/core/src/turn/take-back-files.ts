import type { Progress, Run } from './progress.ts';
import { requestsOfTurn, turnsFrom, turnsOfChange } from './taken-turns.ts';

/** The files without a change, and the turns that the change was made in, oldest first. */
export interface TakenBackFiles {
  readonly kind: 'taken-back';
  readonly turns: readonly number[];
  /** Commits of the branch that are reverted in the files. */
  readonly commits: readonly string[];
  /** Whether it was the change that an earlier run left unpublished. */
  readonly carried: boolean;
  /** Nothing that was changed is known to be of it: the files stay as they are. */
  readonly left?: true;
}

type End = TakenBackFiles | { readonly kind: 'conflicts'; readonly detail: string };

/** Takes the last turn's change out of the files: from this run, from one that was not published, or from a commit. */
export async function takeBackFiles(run: Run, progress: Progress, last: number): Promise<End> {
  if (last >= progress.checkpoint.turn) return ofThisRun(run, progress, last);
  return (await ofEarlierRun(run, progress, last)) ?? ofCommit(run, progress, last);
}

const taken = { kind: 'taken-back', commits: [], carried: false } as const;

async function ofThisRun({ ports, state }: Run, { drained, checkpoint }: Progress, last: number): Promise<End> {
  const { base } = state.workspace;
  // What the run's turns changed together cannot be told apart; where that is nothing, the last one goes alone.
  if ((await ports.tree.changesSince(base)) === checkpoint.patch) {
    return { ...taken, turns: [last], left: true };
  }
  await ports.tree.putBack(base, checkpoint.patch);
  return { ...taken, turns: turnsFrom(drained.ledger, checkpoint.turn) };
}

async function ofEarlierRun({ ports, state }: Run, { drained }: Progress, last: number): Promise<End | undefined> {
  const change = state.carried?.applied && !drained.takenBack.carried ? state.carried.outbox.change : undefined;
  if (change === undefined) return undefined;
  const requests = [...change.requests, ...change.unfinished];
  if (!requestsOfTurn(drained.ledger, last).some((id) => requests.includes(id))) return undefined;
  await ports.tree.putBack(state.workspace.base, undefined);
  return { ...taken, turns: turnsOfChange(drained.ledger, last, requests), carried: true };
}

async function ofCommit({ ports }: Run, { drained: { ledger } }: Progress, last: number): Promise<End> {
  const end = await ports.tree.revert(requestsOfTurn(ledger, last));
  switch (end.kind) {
    case 'conflicts':
      return end;
    case 'nothing':
      return { ...taken, turns: [last], left: true };
    case 'reverted':
      return { ...taken, turns: turnsOfChange(ledger, last, end.requests), commits: [end.commit] };
  }
}
