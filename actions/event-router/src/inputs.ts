import { type AdmissionPolicy, branchPrefix, type RouterSettings, type ThreadFilter } from '@codex-worker/core';
import {
  admissionPolicy,
  fullName,
  type InputReader,
  type RunFacts,
  readDefaultBranch,
  readInputs,
} from '@codex-worker/github';

interface RouterInputs {
  readonly token: string;
  readonly filter: ThreadFilter;
  readonly policy: AdmissionPolicy;
}

export function readRouterInputs(): RouterInputs {
  return readInputs((input) => ({
    token: input.requiredSecret('github-token'),
    policy: admissionPolicy(input),
    filter: threadFilter(input),
  }));
}

function threadFilter(input: InputReader): ThreadFilter {
  return {
    issueLabel: input.optional('issue-label'),
    titlePrefix: input.optional('title-prefix'),
    issueTypes: input.list('issue-types'),
    branchPrefix: branchPrefix(input.required('branch')),
  };
}

export async function routerSettings(run: RunFacts, { filter, policy }: RouterInputs): Promise<RouterSettings> {
  const defaultBranch = await readDefaultBranch(run.eventPath);
  return { repository: fullName(run.repository), defaultBranch, filter, policy };
}
