import {
  Failure,
  forkPolicies,
  isRequestId,
  parseBranchTemplate,
  parseThread,
  type RequestSource,
  type RestoreCall,
  renderFailedRun,
  sandboxes,
  threadKey,
} from '@codex-worker/core';
import {
  admissionPolicy,
  defaultStateDirectory,
  failedJobs,
  fullName,
  type GitHubClient,
  gitHubClient,
  oldSessionKeyInput,
  type RunFacts,
  readDefaultBranch,
  readEvent,
  readInputs,
  rerunner,
  sessionKeyInput,
  triggerInput,
} from '@codex-worker/github';

export type RestoreInputs = ReturnType<typeof readRestoreInputs>;

export function readRestoreInputs(run: RunFacts) {
  return readInputs((input) => {
    const thread = input.parsed('thread', parseThread);
    const sessionKey = sessionKeyInput(input);
    return {
      thread,
      token: input.requiredSecret('github-token'),
      sessionKey,
      oldSessionKey: oldSessionKeyInput(input, sessionKey),
      start: input.oneOf('start', ['new', 'continue', 'either', 'anew']),
      workflows: input.list('workflows'),
      ref: input.optional('ref'),
      base: input.optional('base'),
      sha: input.optionallyParsed('sha', parseSha),
      forks: input.oneOf('forks', forkPolicies),
      branchTemplate: input.parsed('branch', parseBranchTemplate),
      sandbox: input.oneOf('sandbox', sandboxes),
      request: input.optionallyParsed('request', namedSource),
      countedAttempt: input.optionallyParsed('counted-attempt', Number),
      prompt: input.optional('prompt'),
      until: input.optionallyParsed('until', parseTime),
      trigger: triggerInput(input),
      workspace: input.optional('workspace') ?? run.workspace,
      policy: admissionPolicy(input),
      timeline: input.optional('timeline'),
      stateDir: input.optional('state-dir') ?? defaultStateDirectory(run, threadKey(thread)),
    };
  });
}

/** Puts inputs and event together. The event is not read where an input names the request. */
export async function restoreCall(run: RunFacts, inputs: RestoreInputs): Promise<RestoreCall> {
  const client = gitHubClient({ ...run, token: inputs.token });
  const source = inputs.request ?? (await eventSource(run, inputs, client));
  const defaultBranch = await readDefaultBranch(run.eventPath);
  const isIssue = inputs.thread.kind === 'issue';
  const base = inputs.base ?? defaultBranch;
  return {
    source,
    thread: inputs.thread,
    start: inputs.start,
    attempt: run.attempt,
    // The head of a pull request is looked up, unless the router did.
    branch: inputs.ref ?? (isIssue ? base : ''),
    base,
    branchTemplate: inputs.branchTemplate,
    sandbox: inputs.sandbox,
    sessionKey: inputs.sessionKey,
    oldSessionKey: inputs.oldSessionKey,
    rerunBy: await rerunner(client, run),
    trigger: inputs.trigger,
    ...(inputs.until === undefined ? {} : { until: inputs.until }),
    policy: inputs.policy,
    trust: { repositoryId: run.repository.id, defaultBranch, workflows: workflowPaths(inputs.workflows, run) },
    repository: fullName(run.repository),
    forks: inputs.forks,
    ...(inputs.countedAttempt === undefined ? {} : { countedAttempt: inputs.countedAttempt }),
    ...(inputs.sha === undefined ? {} : { sha: inputs.sha }),
  };
}

async function eventSource(run: RunFacts, { prompt }: RestoreInputs, client: GitHubClient): Promise<RequestSource> {
  const event = await readEvent(run, prompt);
  if (event.kind === 'unserved') {
    throw new Failure('event-unserved', {
      what: `The event ${event.name}${event.action ? `.${event.action}` : ''} asks for nothing.`,
      fix: 'Run session-restore only where event-router decided "run", or set the input "request".',
    });
  }
  const { request, asker } = event;
  if (event.kind !== 'dispatch') return { kind: 'event', request, asker, openedBy: event.issue.author };
  const { ofRun } = event;
  const told = ofRun === undefined ? [] : [renderFailedRun(ofRun, await failedJobs(client, ofRun))];
  return {
    kind: 'event',
    request: { ...request, text: [request.text, ...told].join('\n\n') },
    asker,
    openedBy: undefined,
  };
}

const QUEUED = 'queue:';

/** Names a request that another run is to be started for. */
function namedSource(text: string): RequestSource {
  if (text.startsWith(QUEUED)) return { kind: 'queued', path: text.slice(QUEUED.length) };
  if (isRequestId(text)) return { kind: 'named', id: text };
  throw new Failure('input-invalid', {
    what: `The input "request" is "${text}".`,
    fix: 'Write the id of a request, as comment-9911, or a file of the queue, as queue:requests/….json.',
  });
}

function parseSha(text: string): string {
  if (/^[0-9a-f]{40}$/.test(text)) return text;
  throw new Failure('input-invalid', {
    what: `The input "sha" is "${text}".`,
    fix: 'Pass the output sha of event-router.',
  });
}

function parseTime(text: string): string {
  if (!Number.isNaN(Date.parse(text))) return text;
  throw new Failure('input-invalid', {
    what: `The input "until" is "${text}".`,
    fix: 'Write a time, as 2026-03-01T10:00:00Z.',
  });
}

function workflowPaths(names: readonly string[], run: RunFacts): readonly string[] {
  if (names.length === 0) return [run.workflowPath];
  return names.map((name) => (name.includes('/') ? name : `.github/workflows/${name}`));
}
