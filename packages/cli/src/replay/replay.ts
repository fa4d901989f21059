import { type ConversationEvent, Failure, speak } from '@codex-worker/core';
import { conversation, requestQueue, routeQuestions, threadRuns, turnRecords } from '@codex-worker/github';
import { readProduct } from '../caller/read-product.ts';
import { connect } from '../github-api/connect.ts';
import { namedApi } from '../github-api/named-api.ts';
import { Refusal } from '../refusal.ts';
import type { Terminal } from '../terminal.ts';
import { answered, associationsIn } from './assumed-facts.ts';
import { type ChosenCaller, chooseCaller } from './choose-caller.ts';
import { type Foreseen, foresee } from './foresee.ts';
import { withFactsFile } from './given-facts.ts';
import { readEvent } from './read-event.ts';
import { type Payload, readPayload } from './read-payload.ts';
import { type EventPlace, readPlace } from './read-place.ts';
import { type Reading, rehearse, silence } from './rehearsal.ts';
import { renderVerdict, verdictAsJson } from './render-verdict.ts';
import type { ReplayOrder } from './replay-command-line.ts';
import { type ReplaySettings, routerSettings } from './router-settings.ts';
import { exitCodeOf, type Verdict } from './verdict.ts';

/** Tells what the router would decide for an event. Answers the exit code. */
export async function replay(order: ReplayOrder, folder: string, terminal: Terminal): Promise<number> {
  const verdict = await judge(order, folder, terminal.environment);
  terminal.print(order.json ? verdictAsJson(verdict) : renderVerdict(verdict, terminal));
  return exitCodeOf(verdict);
}

async function judge(order: ReplayOrder, folder: string, environment: NodeJS.ProcessEnv): Promise<Verdict> {
  const assumed = new Set<string>();
  const assume = (what: string) => void assumed.add(what);
  const payload = await readPayload(order.file, order.event);
  const place = readPlace(payload, assume);
  const named = { name: payload.name, action: actionOf(payload) };
  const caller = await chooseCaller({ workflow: order.workflow, job: order.job, folder, event: named });
  if (caller === undefined) assume('the inputs have their defaults: no workflow here calls the worker (--workflow)');
  if (caller?.call.condition !== undefined) assume(`the job ${caller.call.job} runs: its if: is not looked at`);
  const product = (await readProduct())['codex-worker.yml'];
  const settings = routerSettings(place, { caller, inputs: order.inputs, product, assume });
  const event = readEvent(payload, settings.prompt, order.actor, assume);
  const foreseen =
    caller?.listens === false
      ? unheard(caller, named)
      : await ask(order, { event, payload, place, settings, environment, assume });
  return {
    ...foreseen,
    event: { name: named.name, action: named.action ?? null },
    workflow: caller === undefined ? null : { file: caller.path, job: caller.call.job },
    repository: `${place.owner}/${place.name}`,
    assumed: [...assumed],
  };
}

function actionOf({ body }: Payload): string | undefined {
  return typeof body['action'] === 'string' ? body['action'] : undefined;
}

type Named = { readonly name: string; readonly action: string | undefined };

/** GitHub starts no run, so that the router is never asked. */
function unheard({ path }: ChosenCaller, { name, action }: Named): Foreseen {
  const event = action === undefined ? name : `${name}.${action}`;
  return {
    decision: 'ignore',
    reason: `${path} does not listen to ${event}, so that GitHub starts no run`,
    saidNo: 'workflow',
    ...{ thread: null, requestId: null, asker: null, standing: null, route: null, would: [] },
  };
}

interface Asking {
  readonly event: ConversationEvent;
  readonly payload: Payload;
  readonly place: EventPlace;
  readonly settings: ReplaySettings;
  readonly environment: NodeJS.ProcessEnv;
  readonly assume: (what: string) => void;
}

async function ask(order: ReplayOrder, asking: Asking): Promise<Foreseen> {
  const { event, payload, place, settings, assume } = asking;
  const given = order.factsFile === undefined ? order.given : await withFactsFile(order.given, order.factsFile);
  const live = await openGitHub(order, asking, settings.policy.ownLogin);
  const known = {
    ...{ event, given, assume },
    associations: associationsIn(payload.body),
    repository: settings.repository,
    branchPrefix: settings.filter.branchPrefix,
    defaultBranch: place.defaultBranch,
  };
  const rehearsal = rehearse(answered(known, live?.questions), live?.reading ?? silence(assume), assume);
  try {
    speak(settings.texts);
    return await foresee(rehearsal, event, settings);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Refusal(`${error.what} Use a token that may look there, or say it yourself: --offline, --permission.`, 2);
  } finally {
    speak({});
  }
}

/** GitHub, if it may be asked: an address that only an event names gets no token. */
async function openGitHub(
  { offline, apiUrl }: ReplayOrder,
  { place, environment, assume }: Asking,
  ownLogin: string,
): Promise<{ readonly questions: ReturnType<typeof routeQuestions>; readonly reading: Reading } | undefined> {
  if (offline) return undefined;
  const named = namedApi(apiUrl, environment);
  if (named === undefined && place.server !== 'https://github.com') {
    assume(`${place.server} is not asked: only the event names it (--api-url)`);
    return undefined;
  }
  const client = await connect(place, named, environment);
  if (client === undefined) {
    assume('GitHub is not asked: there is no token. Set GITHUB_TOKEN, or sign in: gh auth login');
    return undefined;
  }
  const reading: Reading = {
    turns: turnRecords({ client, ownLogin, warn: assume }),
    runs: threadRuns(client, 0),
    conversation: conversation(client),
    queue: requestQueue(client),
  };
  return { questions: routeQuestions({ client, ownLogin }), reading };
}
