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
