/** A machine of the repository's own. */
export interface SelfHostedRunner {
  readonly name: string;
  readonly labels: readonly string[];
  readonly status: 'online' | 'offline';
  /** Of the runner's software. */
  readonly version: string;
}

/** What the settings pages of the repository hold. Tests change it. */
export interface RepositorySettings {
  allowActionsToCreatePullRequests: boolean;
  hasIssues: boolean;
  actionsEnabled: boolean;
  allowedActions: 'all' | 'local_only' | 'selected';
  /** What is allowed where `allowedActions` is `selected`. */
  selectedActions: { githubOwned: boolean; verified: boolean; patterns: readonly string[] };
  shaPinningRequired: boolean;
  retentionDays: number;
  runners: readonly SelfHostedRunner[];
  /** Names of secrets that the organization shares with the repository. */
  organizationSecrets: readonly string[];
  /** Paths of workflows that somebody has switched off. */
  disabledWorkflows: readonly string[];
}

/** A repository as GitHub makes it, but for the one setting that the worker asks for. */
export function usualSettings(allowActionsToCreatePullRequests = true): RepositorySettings {
  return {
    allowActionsToCreatePullRequests,
    hasIssues: true,
    actionsEnabled: true,
    allowedActions: 'all',
    selectedActions: { githubOwned: true, verified: false, patterns: [] },
    shaPinningRequired: false,
    retentionDays: 90,
    runners: [],
    organizationSecrets: [],
    disabledWorkflows: [],
  };
}
