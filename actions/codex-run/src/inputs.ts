import { type GivenWays, type Network, networks, parseNetwork, safeties } from '@codex-worker/codex';
import {
  Failure,
  parseFailOn,
  parsePrices,
  parseThread,
  type Sandbox,
  sandboxes,
  type Thread,
  threadKey,
} from '@codex-worker/core';
import {
  admissionPolicy,
  defaultStateDirectory,
  type InputReader,
  oldSessionKeyInput,
  type RunFacts,
  readInputs,
  sessionKeyInput,
  triggerInput,
} from '@codex-worker/github';
import { codexSettings } from './codex-settings.ts';

/** What there is to answer: a thread that session-restore prepared, or one prompt of a pipeline. */
export type Work =
  | { readonly kind: 'thread'; readonly thread: Thread; readonly stateDir: string }
  | { readonly kind: 'prompt'; readonly prompt: string; readonly sandbox: Sandbox; readonly stateDir: string };

export type RunInputs = ReturnType<typeof readRunInputs>;

export function readRunInputs(run: RunFacts) {
  return readInputs((input) => ({
    ways: givenWays(input),
    carrying: readCarrying(input),
    sessionKeyGiven: input.flag('session-key-given'),
    token: input.requiredSecret('github-token'),
    codexVersion: input.required('codex-version'),
    registry: input.optional('registry'),
    responsesApiUrl: input.optionallyParsed('responses-api-url', parseAddress),
    model: input.optional('model'),
    effort: input.optional('effort'),
    safety: input.oneOf('safety', safeties),
    network: readNetwork(input),
    wallMinutes: input.minutes('timeout-minutes', { atMost: 360 }) / 60_000,
    idleMinutes: input.minutes('idle-timeout-minutes', { atMost: 360 }) / 60_000,
    config: input.parsed('config', (text) => codexSettings(text, { inThread: input.optional('prompt') === undefined })),
    outputSchema: input.optional('output-schema'),
    failOn: input.parsed('fail-on', parseFailOn),
    branchTemplate: input.required('branch'),
    workspace: input.optional('workspace') ?? run.workspace,
    policy: admissionPolicy(input),
    trigger: triggerInput(input),
    coalesce: input.flag('coalesce'),
    progress: input.flag('progress'),
    review: input.flag('review'),
    prices: input.parsed('prices', parsePrices),
    work: readWork(input, run),
  }));
}

function parseAddress(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw new Failure('input-invalid', {
    what: `The input "responses-api-url" is "${text}".`,
    fix: 'Write the whole address, as https://api.example.org/v1/responses.',
  });
}

function readNetwork(input: InputReader): Network {
  const word = input.oneOf('network', networks);
  return input.parsed('network-hosts', () => parseNetwork(word, input.list('network-hosts')));
}

/** Where a login is carried from run to run, and what opens it. */
export interface Carrying {
  /** `.github/workflows/codex-login.yml` */
  readonly workflow: string;
  readonly keys: readonly string[];
}

function readCarrying(input: InputReader): Carrying | undefined {
  const name = input.optionallyParsed('login-workflow', workflowPath);
  if (name === undefined) return undefined;
  const key = sessionKeyInput(input);
  const old = oldSessionKeyInput(input, key);
  const keys = [key ?? input.parsed('session-key', noCarryingKey), ...(old === undefined ? [] : [old])];
  return { workflow: name, keys };
}

function workflowPath(name: string): string {
  const path = name.includes('/') ? name : `.github/workflows/${name}`;
  if (/^\.github\/workflows\/[\w.-]+\.ya?ml$/.test(path)) return path;
  throw new Failure('input-invalid', {
    what: `The input "login-workflow" is "${name}".`,
    fix: 'Write the name of the workflow file that renews the login, such as codex-login.yml.',
  });
}

function noCarryingKey(): never {
  throw new Failure('input-invalid', {
    what: 'The input "login-workflow" is given, and "session-key" is not.',
    fix: 'Pass the secret SESSION_KEY, which the login is sealed with.',
  });
}

/** What there is of each way in to OpenAI, as it was given. */
function givenWays(input: InputReader): GivenWays {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: requestUrl, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } = process.env;
  return {
    apiKey: input.secret('openai-api-key'),
    authJson: input.secret('auth-json'),
    accessToken: input.secret('access-token'),
    identityProviderId: input.optional('identity-provider-id'),
    serviceAccountId: input.optional('service-account-id'),
    audience: input.optional('oidc-audience'),
    requestUrl,
    requestToken,
  };
}

function readWork(input: InputReader, run: RunFacts): Work {
  const stateDir = input.optional('state-dir');
  const prompt = input.optional('prompt');
  if (prompt !== undefined) {
    const sandbox = input.oneOf('sandbox', sandboxes);
    return { kind: 'prompt', prompt, sandbox, stateDir: stateDir ?? `${run.temporaryFolder}/codex-worker/prompt` };
  }
  const thread = input.parsed('thread', (text) => parseThread(text || noWork()));
  return { kind: 'thread', thread, stateDir: stateDir ?? defaultStateDirectory(run, threadKey(thread)) };
}

function noWork(): never {
  throw new Failure('input-invalid', {
    what: 'Neither the input "thread" nor the input "prompt" is given.',
    fix: 'Set thread to issue-12 or pr-34 after session-restore, or set prompt.',
  });
}
