/** How a workflow without settings of its own routes. */
export const routeContext = {
  repository: 'octo-org/demo',
  defaultBranch: 'main',
  policy: { minimumPermission: 'write', allowUsers: [], allowBots: [], ownLogin: 'github-actions[bot]' },
  trigger: { kind: 'all' },
  forks: { policy: 'read-only', mention: '@codex' },
  filter: { issueLabel: undefined, titlePrefix: undefined, issueTypes: [], branchPrefix: 'codex/' },
} as const;
