import type { NewAccount } from './accounts.ts';
import type { HourlyLimits } from './rate-limit.ts';

/** What a local GitHub begins with. */
export interface LabGitHubOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Where the bare repository and the artifacts are kept. */
  readonly dataDir: string;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch?: string;
  readonly private?: boolean;
  /** Be GitHub Enterprise Server: an API below /api/v3, no `concurrency.queue`, no `$/`, no runners of its own. */
  readonly enterprise?: boolean;
  /** A folder whose files are the first commit. */
  readonly seedFrom?: string;
  /** More files of the first commit, by path. With neither, the repository has no commit. */
  readonly extraFiles?: ReadonlyMap<string, string>;
  /** People beside the usual five. */
  readonly people?: readonly NewAccount[];
  /** Written to, as well, when somebody stores a secret. */
  readonly secrets?: Map<string, string>;
  readonly variables?: ReadonlyMap<string, string>;
  /** The repository's setting; on by default. */
  readonly allowActionsToCreatePullRequests?: boolean;
  /** Commits of other repositories that everybody may read: by repository, as `octo-org/tool`, and ref. */
  readonly elsewhere?: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly hourlyLimits?: Partial<HourlyLimits>;
  readonly now?: () => Date;
}
