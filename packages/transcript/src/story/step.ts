import type { Excerpt } from './excerpt.ts';
import type { FileDiff } from './file-diff.ts';

/** One thing that Codex did in a turn, as it is shown. */
export type Step =
  | { readonly kind: 'thought'; readonly text: string }
  | { readonly kind: 'remark'; readonly text: string }
  | {
      readonly kind: 'command';
      readonly command: string;
      readonly output: Excerpt;
      readonly exitCode: number | undefined;
      readonly seconds: number | undefined;
    }
  | { readonly kind: 'change'; readonly files: readonly FileDiff[]; readonly left: number; readonly applied: boolean }
  | { readonly kind: 'search'; readonly query: string }
  | {
      readonly kind: 'tool';
      readonly tool: string;
      readonly input: Excerpt;
      readonly output: Excerpt;
      readonly succeeded: boolean;
    }
  | { readonly kind: 'compaction' }
  | { readonly kind: 'unknown'; readonly type: string };

/** How many characters a step brings to the page. */
export function weightOf(step: Step): number {
  switch (step.kind) {
    case 'thought':
    case 'remark':
      return step.text.length;
    case 'command':
      return step.command.length + weightOfExcerpt(step.output);
    case 'change':
      return step.files.reduce(
        (sum, file) => sum + file.lines.reduce((length, { text }) => length + 40 + text.length, 0),
        0,
      );
    case 'tool':
      return weightOfExcerpt(step.input) + weightOfExcerpt(step.output);
    case 'search':
      return step.query.length;
    case 'compaction':
    case 'unknown':
      return 100;
  }
}

const weightOfExcerpt = ({ first, last }: Excerpt): number =>
  [...first, ...last].reduce((sum, line) => sum + line.length, 0);
