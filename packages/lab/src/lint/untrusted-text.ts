import { parseDocument, visit } from 'yaml';
import type { ProjectFile } from './project-files.ts';

/** Contexts that hold no text of a person or a model: the platform makes their values. */
const harmless =
  /^(?:github\.(?:repository|repository_id|run_id|run_number|run_attempt|sha|workspace|server_url|api_url)|runner\.\w+|matrix\.[\w-]+|strategy\.[\w-]+)$/;

/** Expressions inside `run:` that are not known to be harmless, as `path:line: expression`. Pass such values by `env:`. */
export function untrustedInScripts({ path, text }: ProjectFile): readonly string[] {
  const found: string[] = [];
  visit(parseDocument(text), {
    Pair(_, { key, value }) {
      if (String(key) !== 'run' || !isScript(value)) return;
      const line = text.slice(0, value.range?.[0]).split('\n').length;
      for (const [, expression = ''] of value.value.matchAll(/\$\{\{([\s\S]*?)\}\}/g)) {
        if (!harmless.test(expression.trim())) found.push(`${path}:${line}: ${expression.trim()}`);
      }
    },
  });
  return found;
}

function isScript(
  node: unknown,
): node is { readonly value: string; readonly range?: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'value' in node && typeof node.value === 'string';
}
