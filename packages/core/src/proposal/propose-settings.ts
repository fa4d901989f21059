import type { LinkMode } from '../reply/defuse-rules.ts';
import type { Thread } from '../thread/thread.ts';
import type { Extras } from './ports.ts';
import type { IsProtected } from './protected-paths.ts';

/** What a workflow says of its proposals. */
export interface ProposeSettings extends Partial<Extras> {
  readonly thread: Thread;
  readonly pullRequest: 'auto' | 'on-request' | 'never';
  readonly draft: boolean;
  /** Where an issue's pull request goes, and its branch starts from; undefined is the branch that the thread works on. */
  readonly base?: string;
  readonly defaultBranch: string;
  /** `https://github.com/owner/name` */
  readonly repositoryUrl: string;
  /** GitHub runs no checks for the token that pushes until somebody approves them. */
  readonly checksWait?: boolean;
  /** What the worker may not change. */
  readonly isProtected?: IsProtected;
  /** What becomes of links in the pull request's text. */
  readonly links?: LinkMode;
  /** Template of the branches of issues; what is applied to a fork's commit gets a branch beside them. */
  readonly branchTemplate: string;
  /** The login that our own comments carry. */
  readonly ownLogin: string;
}
