/** One thing that the scripted model does. Everything up to and including a tool call is one response. */
export type Step =
  /** Runs a shell command in the workspace. */
  | { readonly run: string }
  /** Applies a patch in Codex's own format (`*** Begin Patch` … `*** End Patch`). */
  | { readonly patch: string }
  /** Tells its plan: each step, and whether it is done. */
  | { readonly plan: readonly (readonly [step: string, done: boolean])[] }
  /** Says something: an interim remark, or (as the last step) the answer. */
  | { readonly say: string; readonly commentary?: true }
  | { readonly think: string }
  /** Holds the response back. */
  | { readonly waitMs: number }
  /** Answers with an HTTP error, as OpenAI words it. */
  | { readonly fail: HttpError }
  /** Ends the stream with `response.failed`. */
  | { readonly failed: { readonly code: string; readonly message: string } }
  /** Sends headers, then nothing more. */
  | { readonly hang: true }
  /** Breaks the connection in the middle of the stream. */
  | { readonly cut: true };

export interface HttpError {
  readonly status: number;
  readonly code?: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the model does about the prompts that it fits. The first fitting rule wins. */
export interface Rule {
  readonly when: RegExp | ((prompt: string) => boolean);
  readonly steps: readonly Step[] | ((prompt: string) => readonly Step[]);
}

/** The steps of the next response. It follows from the prompt and the number of tool calls since; nothing is remembered. */
export function nextSteps(rules: readonly Rule[], prompt: string, toolOutputs: number): readonly Step[] {
  const rule = rules.find(({ when }) => (when instanceof RegExp ? when.test(prompt) : when(prompt)));
  if (!rule) return [{ fail: { status: 500, message: `No rule fits the prompt: ${prompt.slice(0, 200)}` } }];
  const steps = typeof rule.steps === 'function' ? rule.steps(prompt) : rule.steps;
  return responses(steps)[toolOutputs] ?? [{ say: 'There is nothing left to do.' }];
}

/** Splits a script after each tool call: the model has to see its output before it goes on. */
function responses(steps: readonly Step[]): readonly (readonly Step[])[] {
  const split: Step[][] = [[]];
  for (const step of steps) {
    split.at(-1)?.push(step);
    if ('run' in step || 'patch' in step || 'plan' in step) split.push([]);
  }
  return split.filter((response) => response.length > 0);
}
