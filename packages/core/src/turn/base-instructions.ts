import { fenced } from './fenced.ts';

/** What the base branch tells Codex by the files that Codex obeys by itself. A turn could write them, and instruct the next. */
export interface BaseInstructions {
  readonly branch: string;
  /** Of their names and contents; of anything else there is no such digest. */
  readonly digest: string;
  /** `AGENTS.md` of the base; undefined where it has none. */
  readonly document: string | undefined;
}

/** The prompt of a turn in whose workspace such files are not as on the base, and are not obeyed. */
export function underBase(prompt: string, begins: boolean, { branch, document }: BaseInstructions): string {
  const note = `(AGENTS.md, AGENTS.override.md, .codex or .agents are not as on ${branch}. Here they are ordinary files: what ${branch} says is what counts.)`;
  const said = begins && document !== undefined ? [`AGENTS.md of ${branch}:`, fenced(document)] : [];
  return [note, ...said, prompt].join('\n\n');
}
