import { Failure } from '../failure/failure.ts';
import type { Outbox, OutboxChange } from '../outbox/outbox.ts';
import { applyPatch } from './apply-patch.ts';
import { commitMessage } from './commit-message.ts';
import { refuseForeign, refuseOtherHead } from './own-outbox.ts';
import type { Attach, CommitOrder, Proposals, Publisher, PublishQuestions } from './ports.ts';
import type { Attached, ProposalNote, ProposeEnd } from './propose-end.ts';
import { proposeLanded } from './propose-landed.ts';
import { proposeLate } from './propose-late.ts';
import { none, noted } from './propose-notes.ts';
import type { ProposeSettings } from './propose-settings.ts';

export interface ProposePorts {
  readonly publisher: Publisher;
  readonly proposals: Proposals;
  readonly attach?: Attach;
  readonly asking: PublishQuestions;
}

/** The longest patch that is shown in a reply, besides being kept. */
const LONGEST_SHOWN = 10_000;

/** Publishes the change of an outbox: one commit, one push, then the pull request. Safe to repeat after each step. */
export async function propose(ports: ProposePorts, given: Outbox, settings: ProposeSettings): Promise<ProposeEnd> {
  const outbox = withBase(given, settings);
  refuseForeign(outbox, settings);
  const { change, proposal } = outbox;
  if (outbox.apply) return applyPatch(ports, outbox, outbox.apply, settings);
  if (!change) return proposeLate(ports, outbox, settings);
  if (change.held !== undefined) {
    return { kind: 'held', branch: proposal.branch, detail: change.held, ...shown(change.patch) };
  }
  await refuseOtherHead(ports.asking, outbox, settings);
  const notes: ProposalNote[] = [];
  const made = { isNew: false };
  const pushed = await ports.publisher.push(commitOrder(ports, outbox, { change, settings, notes, made }));
  switch (pushed.kind) {
    case 'conflicts':
    case 'refused':
      return { ...pushed, branch: proposal.branch, ...shown(change.patch) };
    case 'nothing':
      return {
        ...(proposal.openNow ? await proposeLate(ports, outbox, settings) : none()),
        leftOut: pushed.leftOut,
        ...(await attached(ports, pushed.leftOutPatch)),
      };
    case 'pushed':
    case 'already-there':
      return {
        ...noted(await proposeLanded(ports.proposals, outbox, settings, { ...pushed, ...made }), notes),
        ...(pushed.kind === 'pushed' ? await attached(ports, pushed.leftOutPatch) : {}),
      };
  }
}

/** A pull request goes where its own base is, whatever the setting. */
function withBase(outbox: Outbox, { thread, base }: ProposeSettings): Outbox {
  if (thread.kind === 'pr' || base === undefined) return outbox;
  return { ...outbox, proposal: { ...outbox.proposal, base } };
}

const shown = (patch: string): { readonly patch?: string } => (patch.length <= LONGEST_SHOWN ? { patch } : {});

/** Where the rest of a change is. Should GitHub not take it, the outbox has it still. */
async function attached(
  { attach }: ProposePorts,
  patch: string | undefined,
): Promise<{ readonly attached?: Attached }> {
  if (patch === undefined) return {};
  try {
    const url = await attach?.(patch);
    return { attached: { ...shown(patch), ...(url === undefined ? {} : { url }) } };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { attached: shown(patch) };
  }
}

interface Commit {
  readonly change: OutboxChange;
  readonly settings: ProposeSettings;
  readonly notes: ProposalNote[];
  readonly made: { isNew: boolean };
}

/** The order of the commit. What becomes of the link to the issue is written into the notes, and whether it made the branch. */
function commitOrder(
  { proposals }: ProposePorts,
  { proposal }: Outbox,
  { change, settings: { isProtected }, notes, made }: Commit,
): CommitOrder {
  const { branch, base, closes: issue } = proposal;
  const { patch, requests } = change;
  const message = commitMessage(change, issue);
  const order = { base: change.base, patch, requests, branch, startsFrom: base, message, isProtected };
  if (issue === undefined) return order;
  const makeBranch = async (startsAt: string): Promise<boolean> => {
    const end = await proposals.link({ issue, branch, startsAt });
    if (end.kind === 'not-linked') notes.push(end);
    made.isNew = end.kind === 'linked';
    return made.isNew;
  };
  return { ...order, makeBranch };
}
