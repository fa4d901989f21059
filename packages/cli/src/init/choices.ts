/** What a repository wants of the worker. */
export interface Choices {
  readonly trigger: 'all' | 'mention' | 'label' | 'assignee';
  /** What a text must name; undefined leaves the worker's own. */
  readonly mention: string | undefined;
  /** Only issues with this label. */
  readonly label: string | undefined;
  readonly assignee: string | undefined;
  readonly queue: 'none' | 'branch';
  readonly sweeper: boolean;
  readonly pullRequest: 'auto' | 'on-request' | 'never';
  readonly model: string | undefined;
  readonly effort: string | undefined;
  /** A release, as v1 or v1.2.3, or a full commit SHA. */
  readonly ref: string;
}

export const triggers = ['all', 'mention', 'label', 'assignee'] as const;
export const queues = ['none', 'branch'] as const;
export const pullRequests = ['auto', 'on-request', 'never'] as const;

/** What the worker does where nothing is chosen. */
export const usual: Choices = {
  trigger: 'all',
  mention: undefined,
  label: undefined,
  assignee: undefined,
  queue: 'none',
  sweeper: false,
  pullRequest: 'auto',
  model: undefined,
  effort: undefined,
  ref: 'v1',
};

/** The choices as inputs of the reusable workflows: what is usual need not be said. */
export function inputsOf(choices: Choices): Readonly<Record<string, string>> {
  const { trigger, mention, label, assignee, pullRequest, model, effort, sweeper, queue } = choices;
  const said = {
    trigger: trigger === 'all' ? undefined : trigger,
    mention: trigger === 'mention' ? mention : undefined,
    'issue-label': label,
    assignee: trigger === 'assignee' ? assignee : undefined,
    'pull-request': pullRequest === 'auto' ? undefined : pullRequest,
    model,
    effort,
    workflows: sweeper && queue === 'none' ? 'codex.yml, sweeper.yml' : undefined,
  };
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
