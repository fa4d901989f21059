/** What a person steers with, in the first line of a comment. */
export type Command =
  | { readonly kind: 'stop' | 'status' | 'retry' | 'undo' | 'pr' | 'help' }
  /** Begins a new session on purpose; `prompt` is what stands below, possibly nothing. */
  | { readonly kind: 'reset'; readonly prompt: string }
  /** A turn that reads only. */
  | { readonly kind: 'plan'; readonly prompt: string }
  /** Carries out the plan before it; `prompt` is what stands beside it. */
  | { readonly kind: 'go'; readonly prompt: string }
  /** Undefined: back to the workflow's own. */
  | { readonly kind: 'model'; readonly name: string | undefined }
  | { readonly kind: 'effort'; readonly level: string | undefined }
  /** `/codex` with a word that is none; `/codex` alone has the empty word. */
  | { readonly kind: 'unknown'; readonly word: string };
