import { decideRoute } from '@codex-worker/core';
import { gitHubClient, readEvent, routePorts, runAction, runFacts, warning } from '@codex-worker/github';
import { readRouterInputs, routerSettings } from './inputs.ts';
import { report } from './report.ts';

await runAction(async () => {
  const run = runFacts();
  const inputs = readRouterInputs();
  const event = await readEvent(run);
  const client = gitHubClient({ ...run, token: inputs.token });
  const ports = routePorts({ client, run, ownLogin: inputs.policy.ownLogin, warn: warning });
  report(await decideRoute(ports, event, await routerSettings(run, inputs)));
});
