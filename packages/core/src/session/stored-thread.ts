import * as v from 'valibot';
import { attachmentsSchema } from '../attachment/attachment.ts';
import { catalogue, type FailureCode } from '../failure/catalogue.ts';
import { Failure } from '../failure/failure.ts';
import { forkHeadSchema } from '../fork/fork-head.ts';
import { type Ledger, ledgerSchema } from '../ledger/ledger.ts';
import { applySchema, changeSchema, type Outbox, outboxSchema, replySchema } from '../outbox/outbox.ts';
import { orUndefined, personSchema, placeSchema, requestIdSchema, requestSchema } from '../request/request-schema.ts';
import { problemsOf } from '../store/stored-json.ts';
import type { Comment } from '../thread/conversation.ts';
import type { ThreadState } from './thread-state.ts';

const threadSchema = v.object({ kind: v.picklist(['issue', 'pr']), number: v.number() });

const factsSchema = v.object({
  title: v.string(),
  body: v.string(),
  open: v.boolean(),
  merged: v.boolean(),
  locked: v.boolean(),
  author: personSchema,
  createdAt: v.string(),
  url: v.string(),
  attachments: v.exactOptional(attachmentsSchema),
});

const commentSchema: v.GenericSchema<unknown, Comment> = v.object({
  id: v.number(),
  author: personSchema,
  body: v.string(),
  createdAt: v.string(),
  updatedAt: v.string(),
  url: v.string(),
  place: v.exactOptional(placeSchema),
  review: v.exactOptional(v.number()),
});

const failureSchema = v.object({
  code: v.custom<FailureCode>((x) => typeof x === 'string' && x in catalogue),
  what: v.string(),
  fix: v.string(),
});

const stateSchema: v.GenericSchema<unknown, ThreadState> = v.object({
  thread: threadSchema,
  status: v.picklist(['fresh', 'resumed', 'expired', 'untrusted', 'moved', 'settled', 'unasked']),
  facts: factsSchema,
  ledger: ledgerSchema,
  keepBundle: v.boolean(),
  open: v.array(requestSchema),
  refusals: v.array(v.object({ request: requestSchema, reply: replySchema })),
  failure: orUndefined(failureSchema),
  workspace: v.object({
    base: v.string(),
    baseBranch: v.string(),
    headBranch: v.string(),
    note: orUndefined(v.string()),
    instructions: v.exactOptional(
      v.object({ branch: v.string(), digest: v.string(), document: orUndefined(v.string()) }),
    ),
  }),
  fork: v.exactOptional(forkHeadSchema),
  movedTo: orUndefined(v.number()),
  carried: orUndefined(
    v.object({
      outbox: v.object({
        since: v.string(),
        replies: v.array(replySchema),
        change: v.optional(changeSchema),
        apply: v.optional(applySchema),
      }),
      applied: v.boolean(),
    }),
  ),
  until: v.exactOptional(v.string()),
  ownRequest: requestIdSchema,
  asker: personSchema,
  context: v.array(commentSchema),
});

/** What codex-run leaves for session-persist. */
export interface StoredTurns {
  readonly ledger: Ledger;
  readonly outbox?: Outbox | undefined;
  readonly codexVersion: string;
}

const turnsSchema: v.GenericSchema<unknown, StoredTurns> = v.object({
  ledger: ledgerSchema,
  outbox: v.optional(outboxSchema),
  codexVersion: v.string(),
});

/** Reads what session-restore left for the steps after it. */
export function parseThreadState(stored: unknown): ThreadState {
  return parse(stateSchema, stored, 'thread.json');
}

/** Reads what codex-run left for the steps after it. */
export function parseStoredTurns(stored: unknown): StoredTurns {
  return parse(turnsSchema, stored, 'turns.json');
}

function parse<T>(schema: v.GenericSchema<unknown, T>, stored: unknown, file: string): T {
  const parsed = v.safeParse(schema, stored);
  if (parsed.success) return parsed.output;
  throw new Failure('input-invalid', {
    what: `The state file ${file} cannot be read: ${problemsOf(parsed.issues, 'document')}.`,
    fix: 'Use one release of Codex Worker in every step of the job, and let nothing else write into its "state-dir".',
  });
}
