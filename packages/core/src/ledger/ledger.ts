import * as v from 'valibot';
import type { FailureCode } from '../failure/catalogue.ts';
import { Failure } from '../failure/failure.ts';
import { digest } from '../request/digest.ts';
import { isRequestId, type Request, type RequestId, type ReviewNote } from '../request/request.ts';
import { problemsOf } from '../store/stored-json.ts';
import type { ThreadKey } from '../thread/thread.ts';
import { wholeSeconds } from '../thread/whole-seconds.ts';
import { sandboxes } from '../turn/turn.ts';

/** The ledger's own format. Readers accept every version ever released. */
export const LEDGER_VERSION = 1;

const requestId = v.custom<RequestId>(isRequestId);
/** A thread's key, in whatever is stored. */
export const threadKeySchema = v.custom<ThreadKey>((x) => typeof x === 'string' && /^(issue|pr)-\d+$/.test(x));

const requestRecord = v.object({
  id: requestId,
  digest: v.string(),
  author: v.string(),
  createdAt: v.string(),
  /** `answered` and `refused` are final; `failed` and `cancelled` may be asked for again. */
  state: v.picklist(['answered', 'refused', 'failed', 'cancelled']),
  /** Index into `turns`; absent when no turn was taken. */
  turn: v.optional(v.number()),
  /** The run whose outbox holds the reply. */
  outboxRun: v.number(),
  /** The earlier request that this one only took once more. */
  again: v.optional(requestId),
  /** The comments on code that a review was taken with. */
  notes: v.optional(v.array(v.object({ id: requestId, digest: v.string() }))),
});
export type RequestRecord = v.InferOutput<typeof requestRecord>;

const tokens = v.object({ input: v.number(), cachedInput: v.number(), output: v.number(), reasoning: v.number() });

const turnRecord = v.object({
  /** Codex's own name for the session, a UUID. */
  sessionId: v.optional(v.string()),
  sandbox: v.picklist(sandboxes),
  model: v.optional(v.string()),
  effort: v.optional(v.string()),
  codexVersion: v.string(),
  tokens: v.optional(tokens),
  startedAt: v.string(),
  endedAt: v.string(),
  outcome: v.picklist(['answered', 'failed', 'timed-out', 'cancelled']),
  failure: v.optional(v.custom<FailureCode>((x) => typeof x === 'string')),
  /** `plan`: it read only, and what it answered can be carried out; `go`: it carried out the plan before it. */
  mode: v.optional(v.picklist(['plan', 'go'])),
  /** How long the session's transcript was before the turn: cut to that, it is the session without it. */
  rollout: v.optional(v.object({ bytes: v.number() })),
  /** The commit of a fork that it read. */
  head: v.optional(v.string()),
  /** The digest of the patch that its answer offers. */
  offered: v.optional(v.string()),
  /** A person took it back: neither the session nor the branch has it any more. */
  undone: v.optional(v.literal(true)),
});
export type TurnRecord = v.InferOutput<typeof turnRecord>;

/** A ledger as it is stored. */
export const ledgerSchema = v.object({
  version: v.literal(LEDGER_VERSION),
  thread: threadKeySchema,
  /** Counts the bundles of the thread, from 1. */
  sequence: v.number(),
  /** Creation time of the request that began the thread: nothing older is a request. */
  beganAt: v.string(),
  /** When a person began the thread anew, without what it was before: older answers are of another ledger. */
  anewAt: v.optional(v.string()),
  requests: v.array(requestRecord),
  turns: v.array(turnRecord),
  settings: v.object({
    /** The sandbox of the first turn; every later turn runs in the same one. */
    sandbox: v.picklist(sandboxes),
    model: v.optional(v.string()),
    effort: v.optional(v.string()),
    /** Branch that the thread's changes go to, once it has one. */
    branch: v.optional(v.string()),
    /** The session that the next turn resumes. */
    sessionId: v.optional(v.string()),
  }),
});

/** What became of each request of a thread. The cursor follows from it. */
export type Ledger = v.InferOutput<typeof ledgerSchema>;

export function newLedger(thread: ThreadKey, beganAt: string, sandbox: Ledger['settings']['sandbox']): Ledger {
  // GitHub's times have whole seconds: a comment of the very second is not older than a run by hand.
  const second = wholeSeconds(Date.parse(beganAt));
  return {
    version: LEDGER_VERSION,
    thread,
    sequence: 0,
    beganAt: second,
    requests: [],
    turns: [],
    settings: { sandbox },
  };
}

/** Reads a stored ledger, refusing what a newer release wrote. */
export function parseLedger(stored: unknown): Ledger {
  const version = v.safeParse(v.object({ version: v.number() }), stored);
  if (version.success && version.output.version > LEDGER_VERSION) {
    throw new Failure('bundle-too-new', {
      what: `The ledger of the thread is version ${version.output.version}; this release reads up to ${LEDGER_VERSION}.`,
      fix: 'Use the newest release of Codex Worker in every workflow.',
    });
  }
  const parsed = v.safeParse(ledgerSchema, stored);
  if (parsed.success) return parsed.output;
  throw new Failure('bundle-untrusted', {
    what: `The ledger of the thread cannot be read: ${problemsOf(parsed.issues, 'ledger')}.`,
    fix: 'Delete the session artifact of the thread, then begin anew.',
  });
}

/** The ledger with one more turn, and the session that the next one resumes. */
export function enterTurn(ledger: Ledger, turn: TurnRecord): Ledger {
  const sessionId = turn.sessionId ?? ledger.settings.sessionId;
  return {
    ...ledger,
    turns: [...ledger.turns, turn],
    settings: sessionId === undefined ? ledger.settings : { ...ledger.settings, sessionId },
  };
}

/** The ledger of a thread whose next turn begins a session. */
export function withoutSession(ledger: Ledger): Ledger {
  const { sessionId: _, ...settings } = ledger.settings;
  return { ...ledger, settings };
}

/** Whether every turn so far ended before there was a session: then there is nothing to go on with. */
export function neverBegan({ turns }: Ledger): boolean {
  return turns.length > 0 && turns.every(({ sessionId }) => sessionId === undefined);
}

export type Settled = Pick<RequestRecord, 'state' | 'outboxRun' | 'again'> & { readonly turn?: TurnRecord };

/** The ledger with one more request settled; an earlier failed or cancelled record of it is replaced. */
export function settle(ledger: Ledger, request: Request, settled: Settled): Ledger {
  return settleAll(ledger, [request], settled);
}

/** Settles requests that one turn answered. */
export function settleAll(ledger: Ledger, requests: readonly Request[], settled: Settled): Ledger {
  const { turn, ...rest } = settled;
  const entered = turn ? enterTurn(ledger, turn) : ledger;
  const records = requests.map((request) => ({
    id: request.id,
    digest: digest(request.text),
    author: request.author.login,
    createdAt: request.createdAt,
    ...rest,
    ...(turn ? { turn: entered.turns.length - 1 } : {}),
    ...(request.notes ? { notes: request.notes.map(noteRecord) } : {}),
  }));
  const others = ledger.requests.filter(({ id }) => !records.some((record) => record.id === id));
  return { ...entered, requests: [...others, ...records] };
}

/** The comment itself: its place names the one that it may reply to. */
const noteRecord = ({
  place,
  comment = place.reviewComment,
  text,
}: ReviewNote): NonNullable<RequestRecord['notes']>[number] => ({
  id: `review-comment-${comment}`,
  digest: digest(text),
});
