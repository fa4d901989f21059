import * as v from 'valibot';

/** What programs may rely on: no field goes, changes its kind, or comes without being written down here and in the help. */
const deed = v.variant('kind', [
  v.strictObject({ kind: v.literal('eyes'), on: v.string() }),
  v.strictObject({ kind: v.literal('comment'), thread: v.string(), text: v.string() }),
  v.strictObject({ kind: v.literal('open-issue'), text: v.string() }),
  v.strictObject({ kind: v.literal('queue'), request: v.string(), thread: v.string() }),
  v.strictObject({ kind: v.literal('stop-run'), url: v.string() }),
]);

const objections = [
  ...['workflow', 'event', 'trigger', 'filter', 'standing', 'thread'],
  ...['fork-refused', 'fork-head-changed', 'thread-locked', 'turns-used-up'],
] as const;

/** The JSON of `codex-worker replay`. */
export const replayShape = v.strictObject({
  decision: v.picklist(['run', 'enqueue', 'command', 'ignore', 'refuse']),
  reason: v.string(),
  saidNo: v.nullable(v.picklist(objections)),
  event: v.strictObject({ name: v.string(), action: v.nullable(v.string()) }),
  workflow: v.nullable(v.strictObject({ file: v.string(), job: v.string() })),
  repository: v.string(),
  thread: v.nullable(v.pipe(v.string(), v.regex(/^(?:issue|pr)-\d+$/))),
  requestId: v.nullable(v.string()),
  asker: v.nullable(v.string()),
  standing: v.nullable(v.strictObject({ admitted: v.boolean(), because: v.string() })),
  route: v.nullable(
    v.strictObject({
      start: v.picklist(['new', 'continue', 'either', 'anew']),
      ref: v.string(),
      sha: v.string(),
      base: v.string(),
      fork: v.boolean(),
    }),
  ),
  would: v.array(deed),
  assumed: v.array(v.string()),
});

/** The JSON of `codex-worker threads`. */
export const threadsShape = v.strictObject({
  repository: v.string(),
  complete: v.boolean(),
  notes: v.array(v.string()),
  threads: v.array(
    v.strictObject({
      thread: v.pipe(v.string(), v.regex(/^(?:issue|pr)-\d+$/)),
      title: v.nullable(v.string()),
      url: v.pipe(v.string(), v.url()),
      open: v.boolean(),
      state: v.picklist([
        ...['running', 'waiting', 'unanswered', 'failed', 'cancelled', 'refused', 'expired', 'answered', 'moved'],
      ] as const),
      waiting: v.number(),
      run: v.nullable(v.strictObject({ url: v.string(), since: v.nullable(v.string()) })),
      lastReply: v.nullable(v.strictObject({ at: v.string(), outcome: v.string(), url: v.pipe(v.string(), v.url()) })),
      session: v.nullable(
        v.strictObject({
          savedAt: v.string(),
          expiresAt: v.nullable(v.string()),
          expired: v.boolean(),
          bytes: v.number(),
        }),
      ),
      branch: v.nullable(v.string()),
      pullRequest: v.nullable(v.number()),
    }),
  ),
});

/** The JSON of `codex-worker doctor`. */
export const doctorShape = v.strictObject({
  repository: v.string(),
  ok: v.boolean(),
  findings: v.array(
    v.strictObject({
      name: v.string(),
      level: v.picklist(['ok', 'warning', 'problem', 'unseen']),
      says: v.string(),
      fix: v.nullable(v.string()),
      link: v.nullable(v.pipe(v.string(), v.url())),
    }),
  ),
});

/** The JSON of `codex-worker init`. */
export const initShape = v.strictObject({
  repository: v.string(),
  outcome: v.picklist(['in-folder', 'proposed', 'there', 'unwritten']),
  pullRequest: v.nullable(v.pipe(v.string(), v.url())),
  files: v.array(
    v.strictObject({
      path: v.string(),
      change: v.picklist(['added', 'changed']),
      text: v.string(),
      diff: v.string(),
    }),
  ),
  next: v.array(v.string()),
});

const person = v.strictObject({ login: v.string(), id: v.number(), type: v.string() });

/** The JSON of `codex-worker session open`. The ledger is that of the bundle, as its own format says. */
export const sessionShape = v.strictObject({
  header: v.looseObject({
    version: v.number(),
    repositoryId: v.number(),
    thread: v.string(),
    sequence: v.number(),
    codexVersion: v.string(),
  }),
  openedWith: v.string(),
  bytes: v.number(),
  ledger: v.looseObject({
    beganAt: v.string(),
    settings: v.looseObject({}),
    requests: v.array(v.looseObject({ id: v.string(), author: v.union([v.string(), person]), state: v.string() })),
    turns: v.array(v.looseObject({ startedAt: v.string(), endedAt: v.string(), outcome: v.string() })),
  }),
  files: v.array(v.strictObject({ path: v.string(), bytes: v.number() })),
});
