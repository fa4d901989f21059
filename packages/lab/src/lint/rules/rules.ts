import type { ProjectFile } from '../project-files.ts';
import { parseFile } from './parsed-file.ts';
import { permissionRules } from './permission-rules.ts';
import type { Rule } from './rule.ts';
import { scriptRules } from './script-rules.ts';
import { secretRules } from './secret-rules.ts';
import { usesRules } from './uses-rules.ts';

/** All rules. */
export const rules: readonly Rule[] = [...permissionRules, ...usesRules, ...scriptRules, ...secretRules];

/** Where a workflow or an action breaks a rule and does not explain it on the line, as `path:line: rule: why`. */
export function ruleFindings(file: ProjectFile, kept = rules): readonly string[] {
  const parsed = parseFile(file);
  return kept.flatMap((rule) =>
    rule
      .broken(parsed)
      .filter(({ line }) => !explains(parsed.lines[line - 1] ?? '', rule))
      .map(({ line }) => `${file.path}:${line}: ${rule.name}: ${rule.why}`),
  );
}

/** `# zizmor: ignore[rule] reason`, which zizmor itself takes without a reason. */
function explains(line: string, { name }: Rule): boolean {
  const [, names = ''] = /# zizmor: ignore\[([\w, -]+)\] \S/.exec(line) ?? [];
  return names.split(',').some((ignored) => ignored.trim() === name);
}
