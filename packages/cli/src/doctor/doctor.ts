import { openApi } from '../github-api/api.ts';
import { explain } from '../github-api/explain.ts';
import { namedApi } from '../github-api/named-api.ts';
import { findToken } from '../github-api/token.ts';
import { Refusal } from '../refusal.ts';
import { findPlace } from '../repository/find-place.ts';
import { apiOf, type RemoteRepository } from '../repository/remote-address.ts';
import type { Terminal } from '../terminal.ts';
import { checkMachine } from './check-machine.ts';
import { checkOwnMachines } from './check-runners.ts';
import type { DoctorOrder } from './doctor-command-line.ts';
import { examine } from './examine.ts';
import type { Facts } from './facts.ts';
import { readFacts } from './read-facts.ts';
import { readMachine } from './read-machine.ts';
import { exitCodeOf, findingsAsJson, renderFindings } from './render-findings.ts';

/** Looks at a repository and tells what it found. Answers the exit code. */
export async function doctor(order: DoctorOrder, folder: string, terminal: Terminal): Promise<number> {
  const { remote, root } = await findPlace(order, folder, terminal.environment);
  const facts = await ask(order, remote, root, terminal.environment);
  const findings = [...examine(facts), ...(order.local ? checkMachine(await readMachine()) : checkOwnMachines(facts))];
  const name = `${remote.owner}/${remote.name}`;
  terminal.print(order.json ? findingsAsJson(name, findings) : renderFindings(name, findings, terminal.paint));
  return exitCodeOf(findings);
}

async function ask(
  order: DoctorOrder,
  remote: RemoteRepository,
  root: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<Facts> {
  const named = namedApi(order.apiUrl, environment);
  const token = await findToken(remote.server, named !== undefined, environment);
  const api = openApi(named ?? apiOf(remote.server), token, { owner: remote.owner, repo: remote.name });
  try {
    return await readFacts(api, remote, root);
  } catch (error) {
    const lacking =
      token === undefined
        ? 'a token: there is none. Set GITHUB_TOKEN, or sign in: gh auth login'
        : 'Metadata: read for it';
    const told = explain(error, `show ${remote.owner}/${remote.name}`, lacking);
    throw told instanceof Refusal ? new Refusal(told.message, 2) : told;
  }
}
