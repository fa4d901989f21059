import * as v from 'valibot';

/** What a text holds as JSON; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a schema finds wrong, each problem with its place; `whole` names a document that is wrong altogether. */
export function problemsOf(issues: readonly v.BaseIssue<unknown>[], whole: string): string {
  return issues.map((issue) => `${v.getDotPath(issue) ?? whole}: ${issue.message}`).join('; ');
}
