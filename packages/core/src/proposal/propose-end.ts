import type { LeftOut } from './left-out.ts';
import type { Refused } from './ports.ts';

/** Where people find what was left out of a change. */
export interface Attached {
  /** The files of the run that hold the patch; undefined where GitHub did not take them. */
  readonly url?: string;
  /** The patch, where it is short enough to be shown. */
  readonly patch?: string;
}

/** What of a change stays outside. */
interface WithLeftOut {
  readonly leftOut: readonly LeftOut[];
  readonly attached?: Attached;
}

/** A change that is on the thread's branch. */
export interface Landed extends WithLeftOut {
  readonly branch: string;
  /** Empty when nothing was pushed now. */
  readonly sha: string;
}

/** Something that people should know beside the end itself. */
export type ProposalNote =
  | Refused
  /** The branch does not stand in the Development panel. */
  | { readonly kind: 'not-linked'; readonly why: string }
  /** The pull request waits until somebody asks for it. */
  | { readonly kind: 'on-request' }
  /** Somebody asked for the pull request, and the workflow's setting is `never`. */
  | { readonly kind: 'forbidden'; readonly compareUrl: string }
  /** GitHub refused to open the pull request. */
  | { readonly kind: 'not-opened'; readonly why: string; readonly compareUrl: string }
  /** Somebody asked for the pull request, and there is no change. */
  | { readonly kind: 'nothing-to-open' }
  /** Somebody asked for the pull request, and it is open. */
  | { readonly kind: 'open-already'; readonly pullRequest: number };

interface Noted {
  /** Absent when there are none. */
  readonly notes?: readonly ProposalNote[];
}

interface InPullRequest extends Landed, Noted {
  readonly pullRequest: number;
  readonly url: string;
}

/** A change that stays outside, with its patch where that is short enough to be shown. */
interface NotLanded {
  readonly branch: string;
  readonly detail: string;
  readonly patch?: string;
}

/** What became of a run's change. */
export type ProposeEnd =
  | NothingLost
  | ({ readonly kind: 'conflicts' } & NotLanded)
  | ({ readonly kind: 'refused' } & NotLanded)
  /** A review held it back. */
  | ({ readonly kind: 'held' } & NotLanded)
  /** The patch of a reply was asked for, and is on no branch. */
  | { readonly kind: 'not-applied'; readonly why: string };

/** An end in which every change is on the branch that may be there. */
export type NothingLost =
  | ({ readonly kind: 'none' } & WithLeftOut & Noted)
  | ({ readonly kind: 'opened' } & InPullRequest)
  | ({ readonly kind: 'updated' } & InPullRequest)
  | ({ readonly kind: 'pushed' } & Landed & Noted)
  | ({ readonly kind: 'not-permitted'; readonly compareUrl: string } & Landed & Noted)
  /** A fork's commit and the patch of a reply are on a branch of the repository. */
  | ({ readonly kind: 'applied'; readonly proposal: AppliedProposal } & Landed & Noted);

/** The pull request of what was applied, or where to open it. */
export type AppliedProposal = { readonly number: number; readonly url: string } | { readonly compareUrl: string };
