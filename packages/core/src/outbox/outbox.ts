import * as v from 'valibot';
import type { FailureCode } from '../failure/catalogue.ts';
import { Failure } from '../failure/failure.ts';
import { branchPattern } from '../proposal/branch-name.ts';
import { isRequestId, type RequestId } from '../request/request.ts';
import { LOGIN } from '../standing/standing.ts';
import { commitSha } from '../store/commit-sha.ts';
import { parseJson, problemsOf } from '../store/stored-json.ts';
import type { ThreadKey } from '../thread/thread.ts';

/** The outbox's own format. Readers accept every version ever released; fixtures/outbox-v*.json keep them honest. */
export const OUTBOX_VERSION = 2;

const requestId = v.custom<RequestId>(isRequestId);
/** Names of branches come from a template and a title: what git would refuse is refused here. */
const branchName = v.pipe(v.string(), v.regex(branchPattern));

const login = v.pipe(v.string(), v.regex(new RegExp(`^${LOGIN}$`)));
/** What stands in a commit's trailers must not begin another one. */
const line = v.pipe(v.string(), v.regex(/^\P{Cc}*$/u));

const textDigest = v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/));

const usage = v.object({ input: v.number(), cachedInput: v.number(), output: v.number(), reasoning: v.number() });
/** An estimate in US dollars, and the day of the price list; without one, it is by the team's own prices. */
const cost = v.object({ dollars: v.number(), pricesOf: v.optional(v.string()) });

/** What tells of a turn below its reply. Version 1 knew the first three alone. */
const turnFacts = v.object({
  seconds: v.number(),
  tokens: v.number(),
  model: v.optional(v.string()),
  effort: v.optional(v.string()),
  codexVersion: v.optional(v.string()),
  usage: v.optional(usage),
  cost: v.optional(cost),
  /** Commands that ended with another exit code than 0: how many, and the last of them. */
  failedCommands: v.optional(
    v.object({
      count: v.number(),
      last: v.array(v.object({ command: v.string(), exitCode: v.number(), output: v.string() })),
    }),
  ),
});
export type TurnFacts = v.InferOutput<typeof turnFacts>;

/** What a review of a change took. */
const reviewFacts = v.object({ usage, model: v.optional(v.string()), cost: v.optional(cost) });
export type ReviewFacts = v.InferOutput<typeof reviewFacts>;

/** A reply as it is stored. */
export const replySchema = v.object({
  requestId,
  /** More requests that the same text answers, where several were answered in one turn. */
  also: v.optional(v.array(requestId)),
  /** The digests of their texts, in the same order. */
  alsoDigests: v.optional(v.array(textDigest)),
  author: login,
  /** Who asked for it, where that is not who wrote it: whoever put the label on, or edited. */
  asker: v.optional(login),
  /** The first eight hex digits of the digest of the request's text, for the marker. */
  textDigest: v.optional(textDigest),
  /** The review comment that the reply goes below; absent: it is a comment of the conversation. */
  below: v.optional(v.number()),
  outcome: v.picklist(['answered', 'failed', 'refused', 'cancelled']),
  failure: v.optional(v.custom<FailureCode>((x) => typeof x === 'string')),
  /** The text, as Markdown, without what the publisher adds. */
  text: v.string(),
  /** The thread has no session after it: the next request begins one. */
  session: v.optional(v.literal('none')),
  /** It answers a word that steers, and Codex had no part in it. */
  steers: v.optional(v.literal(true)),
  /** A change that Codex proposes to a fork's commit, as git writes it. */
  patch: v.optional(v.object({ head: commitSha, patch: v.pipe(v.string(), v.nonEmpty()) })),
  /** Facts of the turn, to be folded below the reply. */
  turn: v.optional(turnFacts),
});
export type OutboxReply = v.InferOutput<typeof replySchema>;

/** The requests that a reply answers. */
export const requestsOfReply = ({ requestId, also = [] }: OutboxReply): readonly RequestId[] => [requestId, ...also];

/** A change as it is stored. */
export const changeSchema = v.object({
  /** The commit that the patch was made against. */
  base: commitSha,
  patch: v.pipe(v.string(), v.nonEmpty()),
  subject: v.string(),
  /** The requests that it answers. */
  requests: v.array(requestId),
  /** Requests whose turns were cut off: what they changed up to then is in it too. */
  unfinished: v.array(requestId),
  /** `Name <address>` of the people who asked. */
  coAuthors: v.array(line),
  /** Commits that this change takes back. */
  reverts: v.optional(v.array(commitSha)),
  /** Why a review held it back; absent: there was none, or it passed. */
  held: v.optional(v.string()),
  /** What that review took. */
  review: v.optional(reviewFacts),
});
export type OutboxChange = v.InferOutput<typeof changeSchema>;

/** What a maintainer wants applied, as it is stored. The publisher asks GitHub for all else. */
export const applySchema = v.object({
  requestId,
  /** The commit that the patch applies to. */
  head: commitSha,
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
export type OutboxApply = v.InferOutput<typeof applySchema>;

/** An outbox as it is stored. */
export const outboxSchema = v.object({
  version: v.picklist([1, OUTBOX_VERSION]),
  thread: v.custom<ThreadKey>((x) => typeof x === 'string' && /^(issue|pr)-\d+$/.test(x)),
  run: v.number(),
  /** Creation time of the oldest request in it: replies are looked for from there on. */
  since: v.string(),
  replies: v.array(replySchema),
  change: v.optional(changeSchema),
  /** Set where the head of the pull request is a stranger's: the commit that Codex read. */
  fork: v.optional(v.object({ head: commitSha })),
  apply: v.optional(applySchema),
  /** Where the thread's changes go, and what the pull request says. */
  proposal: v.object({
    branch: branchName,
    base: branchName,
    title: v.string(),
    /** Whether earlier runs have pushed to the branch. */
    pushed: v.boolean(),
    /** A person asked for the pull request now, also where the setting says `on-request`. */
    openNow: v.optional(v.boolean()),
    /** The issue that the pull request closes; absent where the thread is a pull request already. */
    closes: v.optional(v.number()),
  }),
  /** The pull request that a late request of a moved thread is answered in. */
  movedTo: v.optional(v.number()),
});

/** What a run wants to publish. It holds nothing that will not become public. */
export type Outbox = v.InferOutput<typeof outboxSchema>;

/** File names in the artifact: the manifest, one Markdown file for each reply, and the patch. */
const MANIFEST = 'outbox.json';
const PATCH = 'change.patch';
/** Each reply has its own, also where one request has two: what it came to before, and what it came to now. */
const replyFile = ({ requestId }: OutboxReply, index: number, replies: readonly OutboxReply[]): string => {
  const before = replies.slice(0, index).filter((other) => other.requestId === requestId).length;
  return `reply-${requestId}${before === 0 ? '' : `-${before + 1}`}.md`;
};

/** The outbox as files, so that a person can read the artifact. */
export function outboxFiles(outbox: Outbox): ReadonlyMap<string, string> {
  const { change, replies, ...rest } = outbox;
  const manifest = {
    ...rest,
    replies: replies.map((reply, ...place) => ({ ...reply, text: replyFile(reply, ...place) })),
    ...(change ? { change: { ...change, patch: PATCH } } : {}),
  };
  return new Map([
    [MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`],
    ...replies.map((reply, ...place) => [replyFile(reply, ...place), reply.text] as const),
    ...(change ? [[PATCH, change.patch] as const] : []),
  ]);
}

/** Reads an outbox from its files. The publisher trusts nothing in it: a model wrote half of it. */
export function readOutbox(files: ReadonlyMap<string, string>): Outbox {
  const file = (name: unknown): string | undefined => (typeof name === 'string' ? files.get(name) : undefined);
  const manifest = v.safeParse(v.looseObject({ replies: v.array(v.looseObject({})) }), parseJson(file(MANIFEST) ?? ''));
  if (!manifest.success) throw unreadable('outbox.json is missing or not JSON');
  const { replies, change, version } = manifest.output;
  if (typeof version === 'number' && version > OUTBOX_VERSION) {
    throw unreadable(`it is version ${version}, and this release reads up to ${OUTBOX_VERSION}`);
  }
  const parsed = v.safeParse(outboxSchema, {
    ...manifest.output,
    replies: replies.map((reply) => ({ ...reply, text: file(reply['text']) })),
    ...(typeof change === 'object' && change !== null ? { change: { ...change, patch: file(PATCH) } } : {}),
  });
  if (parsed.success) return parsed.output;
  throw unreadable(problemsOf(parsed.issues, 'outbox'));
}

function unreadable(why: string): Failure {
  return new Failure('outbox-invalid', {
    what: `The outbox of the run cannot be read: ${why}.`,
    fix: 'Use one release of Codex Worker in every job of the workflow, then re-run all jobs.',
  });
}
