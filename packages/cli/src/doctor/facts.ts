import type { Caller } from '../caller/caller.ts';
import type { Product } from '../caller/read-product.ts';
import type { RemoteRepository } from '../repository/remote-address.ts';
import type { Looked } from './finding.ts';

/** What GitHub says of a repository, and what the folder holds. The checks are made from it alone. */
export interface Facts {
  readonly repository: RemoteRepository;
  readonly defaultBranch: string;
  readonly hasIssues: boolean;
  readonly archived: boolean;
  readonly callers: Looked<Callers>;
  /** States of workflows, by path. */
  readonly states: Looked<ReadonlyMap<string, string>>;
  readonly policy: Looked<Policy>;
  readonly settings: Looked<{ readonly mayOpenPulls: boolean; readonly grantsWriting: boolean }>;
  readonly retentionDays: Looked<number>;
  /** Names of the secrets of the repository, and of its organization. */
  readonly secrets: Looked<readonly string[]>;
  /** The labels that callers name, and whether they are there. */
  readonly labels: Looked<ReadonlyMap<string, boolean>>;
  /** The logins whose assignment asks, and whether anybody can assign them. */
  readonly assignees: Looked<ReadonlyMap<string, boolean>>;
  /** The refs that callers name, as `owner/name@ref`, and whether they are there. */
  readonly refs: ReadonlyMap<string, boolean>;
  /** The repository's own machines. */
  readonly runners: Looked<readonly Runner[]>;
  readonly product: Product;
}

/** The workflows that call the worker. */
export interface Callers {
  /** Whether they are on the default branch, or only in the folder. */
  readonly where: 'default-branch' | 'folder';
  readonly files: readonly Caller[];
  /** Workflows that use single actions of the product: they are not looked into. */
  readonly withActions: readonly string[];
}

/** Which actions and workflows may run. */
export type Policy =
  | { readonly kind: 'off' }
  | {
      readonly kind: 'on';
      readonly allowed: 'all' | 'local' | readonly string[];
      readonly pinned: boolean;
    };

/** A machine of the repository's own. */
export interface Runner {
  readonly name: string;
  readonly labels: readonly string[];
  readonly online: boolean;
  /** Undefined before it has connected once. */
  readonly version: string | undefined;
}
