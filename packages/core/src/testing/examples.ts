import type { OutboxChange, OutboxReply } from '../outbox/outbox.ts';
import type { Request, RequestId } from '../request/request.ts';
import type { TrustPolicy } from '../session/trust.ts';
import type { AdmissionPolicy } from '../standing/standing.ts';
import type { TurnLimits } from '../standing/turn-limits.ts';
import type { ThreadFacts } from '../thread/conversation.ts';
import { wholeSeconds } from '../thread/whole-seconds.ts';
import { person } from './fake-conversation.ts';

const START = Date.parse('2026-03-01T10:00:00Z');

/** So many minutes after the tests' day begins, as GitHub writes a time. */
export const at = (minutes: number): string => wholeSeconds(START + minutes * 60_000);

export function aRequest(
  id: RequestId,
  { by = 'alice', minute = 0, text = `Text of ${id}` }: { by?: string; minute?: number; text?: string } = {},
): Request {
  return { id, author: person(by), createdAt: at(minute), text };
}

export const someFacts: ThreadFacts = {
  title: 'Add up',
  body: 'Sum all lines.',
  open: true,
  merged: false,
  locked: false,
  author: person('alice'),
  createdAt: at(0),
  url: 'https://github.com/octo-org/demo/issues/12',
};

export const aPolicy: AdmissionPolicy = {
  minimumPermission: 'write',
  allowUsers: [],
  allowBots: [],
  ownLogin: 'github-actions[bot]',
};

export const noLimits: TurnLimits = {
  turnsPerHour: undefined,
  turnsPerDay: undefined,
  personTurnsPerHour: undefined,
  personTurnsPerDay: undefined,
};

export const aTrust: TrustPolicy = {
  repositoryId: 42,
  defaultBranch: 'main',
  workflows: ['.github/workflows/codex.yml'],
};

export const aRun = { id: 700, attempt: 1, url: 'https://github.com/octo-org/demo/actions/runs/700' };

export const aReply = (requestId: RequestId, rest: Partial<OutboxReply> = {}): OutboxReply => ({
  requestId,
  author: 'alice',
  outcome: 'answered',
  text: `Answer to ${requestId}`,
  ...rest,
});

export const aChange: OutboxChange = {
  base: 'a'.repeat(40),
  patch: 'diff --git a/a b/a\n',
  subject: 'Add up',
  requests: ['issue-12'],
  unfinished: [],
  coAuthors: ['alice <5+alice@users.noreply.github.com>'],
};
