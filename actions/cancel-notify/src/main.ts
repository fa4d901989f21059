import { notify } from '@codex-worker/core';
import { gitHubClient, runAction, runFacts, warning } from '@codex-worker/github';
import { askedOf, eventOf } from './asked.ts';
import { readNotifyInputs, repliesSince } from './inputs.ts';
import { noticePorts } from './ports.ts';
import { report, reportNothingAsked } from './report.ts';

await runAction(async () => {
  const run = runFacts();
  const inputs = readNotifyInputs();
  const client = gitHubClient({ ...run, token: inputs.token });
  const event = await eventOf(run, inputs);
  const asked = await askedOf({ run, client, event }, inputs);
  if (!asked) return reportNothingAsked();
  const { ownLogin } = inputs.policy;
  const link = { id: run.runId, attempt: run.attempt, url: run.runUrl };
  const order = { ...asked, needs: inputs.needs, limits: inputs.limits, run: link, ownLogin, warn: warning };
  const ports = await noticePorts(client, run, inputs.job);
  await report(await notify(ports, { ...order, since: repliesSince(event, asked.requestId) }));
});
