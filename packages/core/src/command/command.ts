/** The words that steer, in the order in which people are told of them. */
export const commandWords = [
  'stop',
  'status',
  'retry',
  'reset',
  'undo',
  'pr',
  'plan',
  'go',
  'apply',
  'model',
  'effort',
  'help',
] as const;
export type CommandWord = (typeof commandWords)[number];

/** The levels of Codex 0.169.0. It passes on whatever it is told, and OpenAI refuses what a model cannot do. */
export const effortLevels = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max', 'ultra'] as const;
export type EffortLevel = (typeof effortLevels)[number];

/** What a person steers with, in the first line of a comment. */
export type Command =
  /** `unread`: there is more text below, which these words do not take. */
  | { readonly kind: 'stop' | 'status' | 'retry' | 'undo' | 'pr' | 'apply' | 'help'; readonly unread?: true }
  /** Begins a new session on purpose; `prompt` is what stands beside and below, possibly nothing. */
  | { readonly kind: 'reset'; readonly prompt: string }
  /** A turn that reads only. */
  | { readonly kind: 'plan'; readonly prompt: string }
  /** Carries out the plan before it. */
  | { readonly kind: 'go'; readonly prompt: string }
  /** Undefined: back to the workflow's own. */
  | { readonly kind: 'model'; readonly name: string | undefined; readonly unread?: true }
  | { readonly kind: 'effort'; readonly level: EffortLevel | undefined; readonly unread?: true }
  /** A setting with a value that it cannot have; the empty one where there is none. */
  | { readonly kind: 'invalid'; readonly setting: 'model' | 'effort'; readonly value: string }
  /** `/codex` with a word that is none; `/codex` alone has the empty word. */
  | { readonly kind: 'unknown'; readonly word: string };
