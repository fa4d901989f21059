import type { IssueFacts } from './event.ts';

/** Which issues are threads of the worker. An empty filter lets everything through. */
export interface ThreadFilter {
  readonly issueLabel: string | undefined;
  readonly titlePrefix: string | undefined;
  readonly issueTypes: readonly string[];
  /** Head branches that start so were made by the worker. */
  readonly branchPrefix: string;
}

/** Whether two names are of one label: a repository cannot have two that differ in case alone. */
export const sameLabel = (a: string, b: string | undefined): boolean => a.toLowerCase() === b?.toLowerCase();

/** Whether an issue or pull request has the label, if one is wanted. */
export const hasLabel = ({ labels }: Pick<IssueFacts, 'labels'>, wanted: string | undefined): boolean =>
  labels.some((label) => sameLabel(label, wanted));

/** Says which filter an issue does not pass, or undefined when it is a thread of the worker. */
export function missedFilter(issue: IssueFacts, filter: ThreadFilter): string | undefined {
  if (filter.issueLabel !== undefined && !hasLabel(issue, filter.issueLabel)) {
    return `#${issue.number} does not have the label "${filter.issueLabel}"`;
  }
  if (filter.titlePrefix !== undefined && !issue.title.startsWith(filter.titlePrefix)) {
    return `the title of #${issue.number} does not begin with "${filter.titlePrefix}"`;
  }
  if (filter.issueTypes.length > 0 && (issue.type === undefined || !filter.issueTypes.includes(issue.type))) {
    return `the type of #${issue.number} is ${issue.type ?? 'not set'}, not one of ${filter.issueTypes.join(', ')}`;
  }
  return undefined;
}
