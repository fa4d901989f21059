import { type RouteDecision, renderRouted, threadKey } from '@codex-worker/core';
import { notice, output, summary } from '@codex-worker/github';

/** Tells later jobs and the reader of the log what was decided. */
export async function report(decision: RouteDecision, repositoryUrl: string): Promise<void> {
  output('decision', decision.kind);
  output('reason', decision.reason);
  notice(`${decision.kind}: ${decision.reason}`, titleOf(decision));
  await summary(renderRouted(decision, repositoryUrl));
  if (decision.kind === 'ignore') return;
  output('thread', threadKey(decision.thread));
  output('request-id', decision.requestId);
  output('kind', decision.requestId.replace(/-\d.*$/, ''));
  if (decision.kind === 'refuse') return;
  output('actor', decision.asker);
  if (decision.kind === 'command') return;
  output('start', decision.start);
  output('ref', decision.ref);
  output('sha', decision.sha);
  output('base', decision.base);
  output('fork', decision.fork);
}

/** A refusal has a code, as failures have: docs/troubleshooting.md says more of it. */
const titleOf = (decision: RouteDecision): string =>
  decision.kind === 'refuse' ? `Codex Worker: ${decision.code}` : 'Route';
