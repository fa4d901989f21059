import { Failure, parseBranchTemplate, parseThread, type RestoreOrder, sandboxes, threadKey } from '@codex-worker/core';
import {
  admissionPolicy,
  defaultStateDirectory,
  type RunFacts,
  readDefaultBranch,
  readEvent,
  readInputs,
} from '@codex-worker/github';

export type RestoreInputs = ReturnType<typeof readRestoreInputs>;

export function readRestoreInputs(run: RunFacts) {
  return readInputs((input) => {
    const thread = input.parsed('thread', parseThread);
    return {
      thread,
      token: input.requiredSecret('github-token'),
      sessionKey: input.secret('session-key'),
      start: input.oneOf('start', ['new', 'continue', 'either', 'anew']),
      workflows: input.list('workflows'),
      ref: input.optional('ref'),
      base: input.optional('base'),
      branchTemplate: input.parsed('branch', parseBranchTemplate),
      sandbox: input.oneOf('sandbox', sandboxes),
      workspace: input.optional('workspace') ?? run.workspace,
      policy: admissionPolicy(input),
      stateDir: input.optional('state-dir') ?? defaultStateDirectory(run, threadKey(thread)),
    };
  });
}

/** Puts inputs and event together: the text of the request is the event's, as it was authorised. */
export async function restoreOrder(run: RunFacts, inputs: RestoreInputs): Promise<RestoreOrder> {
  const event = await readEvent(run);
  if (event.kind === 'unserved') {
    throw new Failure('event-unserved', {
      what: `The event ${event.name}${event.action ? `.${event.action}` : ''} asks for nothing.`,
      fix: 'Run session-restore only where event-router decided "run".',
    });
  }
  const defaultBranch = await readDefaultBranch(run.eventPath);
  const base = inputs.base ?? defaultBranch;
  return {
    thread: inputs.thread,
    start: inputs.start,
    request: event.request,
    openedBy: event.kind === 'dispatch' ? undefined : event.issue.author,
    attempt: run.attempt,
    branch: inputs.ref ?? base,
    base,
    branchTemplate: inputs.branchTemplate,
    sandbox: inputs.sandbox,
    sessionKey: inputs.sessionKey,
    // The router admitted the person who asks in this very run.
    policy: { ...inputs.policy, allowUsers: [...inputs.policy.allowUsers, event.asker.login] },
    trust: { repositoryId: run.repository.id, defaultBranch, workflows: workflowPaths(inputs.workflows, run) },
  };
}

function workflowPaths(names: readonly string[], run: RunFacts): readonly string[] {
  if (names.length === 0) return [run.workflowPath];
  return names.map((name) => (name.includes('/') ? name : `.github/workflows/${name}`));
}
