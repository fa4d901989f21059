import * as v from 'valibot';

/** What we read of GitHub's payloads; everything else in them is left alone. */
const account = v.object({ login: v.string(), id: v.number(), type: v.optional(v.string()) });
const label = v.object({ name: v.string() });
const was = v.nullish(v.object({ from: v.nullish(v.string(), '') }));

const opening = {
  number: v.number(),
  title: v.string(),
  body: v.nullish(v.string(), ''),
  user: v.nullish(account),
  labels: v.nullish(v.array(label), []),
  locked: v.nullish(v.boolean(), false),
  created_at: v.string(),
  updated_at: v.nullish(v.string()),
};
const count = v.nullish(v.number(), 0);
const issue = v.object({
  ...opening,
  type: v.nullish(v.object({ name: v.string() })),
  reactions: v.nullish(v.object({ eyes: count, rocket: count, confused: count })),
  pull_request: v.nullish(v.looseObject({})),
});
export type IssuePayload = v.InferOutput<typeof issue>;
export type Account = v.InferOutput<typeof account>;

export const opened = v.object({ issue });
export const labeled = v.object({ issue, label, sender: account });
export const assigned = v.object({ issue, assignee: v.nullish(account), sender: account });
export const retold = v.object({ issue, changes: v.nullish(v.object({ title: was, body: was }), {}), sender: account });

const edit = { changes: v.nullish(v.object({ body: was }), {}), sender: account };

const said = {
  id: v.number(),
  body: v.nullish(v.string(), ''),
  user: v.nullish(account),
  created_at: v.string(),
  updated_at: v.nullish(v.string()),
};
const comment = v.object(said);
export type CommentPayload = v.InferOutput<typeof comment>;

export const commented = v.object({ issue, comment });
export const commentEdited = v.object({ issue, comment, ...edit });

const pullRequest = v.object({
  ...opening,
  head: v.object({
    ref: v.string(),
    sha: v.string(),
    repo: v.nullish(v.object({ full_name: v.string(), pushed_at: v.nullish(v.string()) })),
  }),
  base: v.object({ ref: v.string() }),
});
export type PullRequestPayload = v.InferOutput<typeof pullRequest>;

const codeComment = v.object({
  ...said,
  pull_request_review_id: v.nullish(v.number()),
  in_reply_to_id: v.nullish(v.number()),
  path: v.string(),
  line: v.nullish(v.number()),
  diff_hunk: v.nullish(v.string(), ''),
});
export type CodeCommentPayload = v.InferOutput<typeof codeComment>;

export const codeCommented = v.object({ pull_request: pullRequest, comment: codeComment });
export const codeCommentEdited = v.object({ pull_request: pullRequest, comment: codeComment, ...edit });

const review = v.object({
  id: v.number(),
  body: v.nullish(v.string(), ''),
  user: v.nullish(account),
  submitted_at: v.nullish(v.string()),
  updated_at: v.nullish(v.string()),
});
export type ReviewPayload = v.InferOutput<typeof review>;

export const reviewed = v.object({ pull_request: pullRequest, review });
export const reviewEdited = v.object({ pull_request: pullRequest, review, ...edit });

/** Inputs of a run by hand: all of them are strings in the API, and booleans where the form has a checkbox. */
const asked = v.object({
  prompt: v.nullish(v.string(), ''),
  thread: v.nullish(v.union([v.string(), v.number()]), ''),
  'new-session': v.nullish(v.union([v.boolean(), v.picklist(['true', 'false', ''])]), false),
});
export type AskedPayload = v.InferOutput<typeof asked>;

export const byHand = v.object({ inputs: v.nullish(asked, {}), sender: account });
/** What we read of a workflow's run that ended. */
export const failedRun = v.object({
  workflow_run: v.object({
    id: v.number(),
    name: v.nullish(v.string()),
    path: v.nullish(v.string(), ''),
    html_url: v.string(),
    conclusion: v.nullish(v.string()),
    head_sha: v.string(),
    actor: v.nullish(account),
    head_repository: v.nullish(v.object({ id: v.number() })),
    pull_requests: v.array(
      v.nullable(v.object({ number: v.number(), base: v.object({ repo: v.object({ id: v.number() }) }) })),
    ),
  }),
  repository: v.object({ id: v.number() }),
});

export const byApi = v.object({ client_payload: v.nullish(asked, {}), sender: account });
