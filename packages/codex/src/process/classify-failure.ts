import { type FailureCode, parseJson } from '@codex-worker/core';

/** What is left of a turn that failed. */
export interface Evidence {
  /** The message of `turn.failed`; undefined when Codex ended without one. */
  readonly turnFailed: string | undefined;
  readonly stderr: string;
  /** Codex's exit in words: `exit code 1` or `signal SIGKILL`. */
  readonly exit: string;
  /** Whether the key's proxy could not reach OpenAI. Codex sees only a status 500 then. */
  readonly upstreamUnreachable: boolean;
}

export interface Diagnosis {
  readonly code: FailureCode;
  /** What was said, one paragraph. */
  readonly detail: string;
}

/** Codex tells most of its failures only in words; these are the words of 0.169.0. The first fitting row counts. */
const words: readonly (readonly [RegExp, FailureCode])[] = [
  [/quota exceeded|insufficient_quota/i, 'quota'],
  [/status:? 429|rate.?limit/i, 'rate-limit'],
  [/unexpected status 40[13]\b|missing environment variable/i, 'auth'],
  [/model_not_found|model .*(does not exist|not found|not supported)|no models are available/i, 'model-unknown'],
  [/ran out of room|context_length_exceeded|context window/i, 'context-overflow'],
  [/exceeds the maximum length/i, 'prompt-too-long'],
  [/no prompt provided/i, 'prompt-empty'],
  [/no rollout found|is empty \(code|failed to parse first rollout record/i, 'session-missing'],
  [/no connection to openai|connection failed|error sending request|waiting for network/i, 'network'],
  [/stream disconnected|stream closed|idle timeout waiting for sse/i, 'network'],
  [/unexpected status 5\d\d|high demand|incomplete response/i, 'server-error'],
  [/bwrap|bubblewrap|creating new namespace/i, 'sandbox'],
];

/** Names a failure. Codex's last word counts; without one, what it wrote to stderr. */
export function classifyFailure(evidence: Evidence): Diagnosis {
  const { turnFailed, stderr, exit } = evidence;
  const said = turnFailed ?? lastError(stderr);
  if (said === undefined)
    return { code: 'crashed', detail: paragraph(`Codex ended with ${exit}. ${lastLines(stderr)}`) };
  const code = words.find(([pattern]) => pattern.test(said))?.[1];
  if (code === 'server-error' && evidence.upstreamUnreachable) return { code: 'network', detail: unreachable };
  return {
    code: code ?? (turnFailed === undefined ? 'crashed' : 'invalid-request'),
    detail: paragraph(messageIn(said)),
  };
}

const unreachable = 'No connection to OpenAI could be made from this runner.';

/** `Error: …` is how Codex ends when no turn began; log lines are not. */
function lastError(stderr: string): string | undefined {
  return stderr.split('\n').findLast((line) => line.startsWith('Error: ') || line.startsWith('No prompt provided'));
}

function lastLines(stderr: string): string {
  return stderr.trim().split('\n').slice(-3).join(' ');
}

/** A status 400 comes as the raw body, which a gateway may have made JSON of by hand. */
function messageIn(said: string): string {
  const json = said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1);
  const message = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(json)?.[1];
  const text = message === undefined ? undefined : parseJson(message);
  return typeof text === 'string' ? text : said;
}

const LONGEST = 1_000;

function paragraph(said: string): string {
  // The address is that of our own proxy and tells a reader nothing.
  const text = said
    .replaceAll(/, url: http:\/\/127\.0\.0\.1\S*/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
