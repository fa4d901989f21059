/** A step of what Codex means to do. */
export interface PlanStep {
  readonly text: string;
  readonly done: boolean;
}

/** What Codex shows of its work while it works, as far as people are told of it. All texts in it are Codex's own. */
export type Sign =
  /** The whole plan as it is now. */
  | { readonly kind: 'planned'; readonly steps: readonly PlanStep[] }
  | { readonly kind: 'command-started'; readonly command: string }
  | { readonly kind: 'command-ended'; readonly command: string; readonly exitCode: number | undefined }
  | { readonly kind: 'files-changed'; readonly paths: readonly string[] }
  /** What it says of what it does. */
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'tool-used'; readonly name: string };

/** A sign without the secrets of the run. Whole: a secret that was cut is found no more. */
export function redactedSign(sign: Sign, redact: (text: string) => string): Sign {
  switch (sign.kind) {
    case 'planned':
      return { ...sign, steps: sign.steps.map((step) => ({ ...step, text: redact(step.text) })) };
    case 'command-started':
    case 'command-ended':
      return { ...sign, command: redact(sign.command) };
    case 'files-changed':
      return { ...sign, paths: sign.paths.map(redact) };
    case 'said':
      return { ...sign, text: redact(sign.text) };
    case 'tool-used':
      return { ...sign, name: redact(sign.name) };
  }
}
