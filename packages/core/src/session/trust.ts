/** A stored bundle, as GitHub lists it, with the run that made it. */
export interface BundleOrigin {
  readonly headRepositoryId: number | undefined;
  /** `.github/workflows/codex.yml` */
  readonly workflowPath: string;
  readonly event: string;
  readonly headBranch: string | undefined;
}

export interface TrustPolicy {
  readonly repositoryId: number;
  readonly defaultBranch: string;
  /** Workflow files whose runs may make bundles, as paths from the root. */
  readonly workflows: readonly string[];
}

/** Events whose workflow file comes from the default branch, so that only people who can push there decide what ran. */
const onDefaultBranch = [
  'issues',
  'issue_comment',
  'workflow_dispatch',
  'repository_dispatch',
  'schedule',
  'workflow_run',
];

/**
 * Events whose workflow file comes from the pull request. A fork's run has no secret to seal with; whoever can push a branch
 * here can read the secret anyway, so that the branch would prove nothing that the seal does not.
 */
const onPullRequest = ['pull_request_review', 'pull_request_review_comment'];

/** Says why a bundle's origin is not trusted; undefined when it is. Anybody who can open a pull request can upload an artifact of any name. */
export function distrust(origin: BundleOrigin, policy: TrustPolicy): string | undefined {
  if (origin.headRepositoryId !== policy.repositoryId) return 'its run belongs to a fork';
  const path = origin.workflowPath.split('@')[0] ?? '';
  if (!policy.workflows.includes(path)) return `its run belongs to the workflow ${path}`;
  if (onPullRequest.includes(origin.event)) return undefined;
  if (!onDefaultBranch.includes(origin.event)) return `its run was started by ${origin.event}`;
  if (origin.headBranch !== policy.defaultBranch) return `its run was on the branch ${origin.headBranch ?? 'unknown'}`;
  return undefined;
}
