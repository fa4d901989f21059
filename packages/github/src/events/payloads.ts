import * as v from 'valibot';

/** What we read of GitHub's payloads; everything else in them is left alone. */
const account = v.object({ login: v.string(), id: v.number(), type: v.optional(v.string()) });
const label = v.object({ name: v.string() });

const issue = v.object({
  number: v.number(),
  title: v.string(),
  body: v.nullish(v.string(), ''),
  user: v.nullish(account),
  labels: v.nullish(v.array(label), []),
  type: v.nullish(v.object({ name: v.string() })),
  locked: v.nullish(v.boolean(), false),
  reactions: v.nullish(v.object({ eyes: v.nullish(v.number(), 0) })),
  created_at: v.string(),
  updated_at: v.nullish(v.string()),
  pull_request: v.nullish(v.looseObject({})),
});
export type IssuePayload = v.InferOutput<typeof issue>;

export const opened = v.object({ issue });

export const labeled = v.object({ issue, label, sender: account });

export const commented = v.object({
  issue,
  comment: v.object({
    id: v.number(),
    body: v.nullish(v.string(), ''),
    user: v.nullish(account),
    created_at: v.string(),
  }),
});

/** Inputs of a run by hand: all of them are strings in the API, and booleans where the form has a checkbox. */
const asked = v.object({
  prompt: v.nullish(v.string(), ''),
  thread: v.nullish(v.union([v.string(), v.number()]), ''),
  'new-session': v.nullish(v.union([v.boolean(), v.picklist(['true', 'false', ''])]), false),
});
export type AskedPayload = v.InferOutput<typeof asked>;

export const byHand = v.object({ inputs: v.nullish(asked, {}), sender: account });
export const byApi = v.object({ client_payload: v.nullish(asked, {}), sender: account });
