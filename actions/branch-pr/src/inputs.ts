import {
  branchPattern,
  Failure,
  type ProposeSettings,
  parseBranchTemplate,
  parseProtectedPaths,
  parseThread,
  threadKey,
} from '@codex-worker/core';
import {
  defaultStateDirectory,
  fullName,
  parseApp,
  type RunFacts,
  readDefaultBranch,
  readInputs,
} from '@codex-worker/github';

export type BranchInputs = ReturnType<typeof readBranchInputs>;

export function readBranchInputs(run: RunFacts) {
  return readInputs((input) => {
    const thread = input.parsed('thread', parseThread);
    return {
      thread,
      token: input.requiredSecret('github-token'),
      app: input.parsed('app-id', (id) => parseApp(id, input.secret('app-private-key'))),
      checksWait: input.flag('checks-wait'),
      pullRequest: input.oneOf('pull-request', ['auto', 'on-request', 'never']),
      draft: input.flag('draft'),
      base: input.optionallyParsed('base', parseBase),
      labels: input.list('labels'),
      reviewers: input.list('reviewers'),
      signed: input.flag('signed'),
      isProtected: input.parsed('protected-paths', parseProtectedPaths),
      links: input.oneOf('links', ['all', 'plain']),
      branchTemplate: input.parsed('branch', parseBranchTemplate),
      ownLogin: input.required('bot-login'),
      applyToken: input.requiredSecret('apply-token'),
      timeline: input.optional('timeline'),
      stateDir: input.optional('state-dir') ?? defaultStateDirectory(run, threadKey(thread)),
    };
  });
}

function parseBase(text: string): string {
  if (branchPattern.test(text)) return text;
  throw new Failure('input-invalid', { what: `The input "base" is "${text}".`, fix: 'Write the name of a branch.' });
}

export async function proposeSettings(run: RunFacts, inputs: BranchInputs): Promise<ProposeSettings> {
  const { thread, pullRequest, draft, base, labels, reviewers, checksWait, app, isProtected, links } = inputs;
  const { branchTemplate, ownLogin } = inputs;
  return {
    thread,
    pullRequest,
    draft,
    ...(base === undefined ? {} : { base }),
    labels,
    reviewers,
    isProtected,
    links,
    branchTemplate,
    ownLogin,
    defaultBranch: await readDefaultBranch(run.eventPath),
    repositoryUrl: `${run.serverUrl}/${fullName(run.repository)}`,
    checksWait: checksWait && app === undefined,
  };
}
