import { decideRoute, isLimited, redBy } from '@codex-worker/core';
import { gitHubClient, output, type RunFacts, readEvent, rerunner, routePorts, warning } from '@codex-worker/github';
import { readRouterInputs, routerSettings } from './inputs.ts';
import { report } from './report.ts';

/** Decides what the run's event asks for. */
export async function route(run: RunFacts): Promise<void> {
  const inputs = readRouterInputs();
  const event = await readEvent(run, inputs.prompt);
  const client = gitHubClient({ ...run, token: inputs.token });
  const ports = routePorts({ client, run, ownLogin: inputs.policy.ownLogin, warn: warning });
  const settings = await routerSettings(run, inputs, await rerunner(client, run));
  const decision = await decideRoute(ports, event, settings);
  await report(decision, settings.repositoryUrl);
  output('counted-attempt', isLimited(inputs.limits) ? run.attempt : undefined);
  const failure = decision.kind === 'refuse' ? redBy({ outcome: 'refused' }, inputs.failOn) : undefined;
  if (failure) throw failure;
}
