import { Failure } from '@codex-worker/core';

/** Settings that make Codex obey files by their names. A turn could write such a file, and instruct every turn after it. */
const INSTRUCTING = /\b(?:project_doc_fallback_filenames|model_instructions_file|experimental_compact_prompt_file)\b/;

/** The lines of the input `config`, each for one `codex -c`. */
export function codexSettings(text: string, { inThread }: { readonly inThread: boolean }): readonly string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const wrong = lines.find((line) => !/^[\w."-]+\s*=/.test(line));
  if (wrong !== undefined) {
    throw new Failure('input-invalid', {
      what: `The input "config" has the line "${wrong}".`,
      fix: 'Write each line as key=value, with a TOML value.',
    });
  }
  const instructing = inThread && lines.find((line) => INSTRUCTING.test(line));
  if (!instructing) return lines;
  throw new Failure('input-invalid', {
    what: `The input "config" has the line "${instructing}", and in a thread Codex would obey what a turn wrote there.`,
    fix: 'Leave the line out, and make AGENTS.md on the default branch what Codex is to obey: a link to another file will do.',
  });
}

/** Settings of the model itself. All others may name a file or a program of the workspace, or give way to it. */
const OF_THE_MODEL =
  /^model_(?:reasoning_effort|reasoning_summary|supports_reasoning_summaries|verbosity|context_window|auto_compact_token_limit)\s*=/;

/** The settings that hold also where nothing of the workspace is to be obeyed, or started. */
export function settingsOfModel(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => OF_THE_MODEL.test(line));
}
