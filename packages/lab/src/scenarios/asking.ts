import type { Persona, Scene } from './scene.ts';

/** What the model was asked, each turn once, oldest first. Codex's own is left out: it compacts where the model changes. */
export const promptsOf = (scene: Scene): readonly string[] =>
  scene.model.requests
    .flatMap(({ request }) => (request?.toolOutputs === 0 ? [request.prompt] : []))
    .filter((prompt) => !prompt.startsWith('You are performing a CONTEXT CHECKPOINT COMPACTION'));

/** The prompt of the newest turn. */
export const lastPrompt = (scene: Scene): string => promptsOf(scene).at(-1) ?? '';

/** Gives a comment another text. */
export async function editComment(scene: Scene, who: Persona, comment: number, body: string): Promise<void> {
  await scene.as(who).rest.issues.updateComment({ ...scene.place, comment_id: comment, body });
}

/** Gives an issue another text, or another state. */
export async function editIssue(
  scene: Scene,
  who: Persona,
  issue: number,
  change: { readonly body?: string; readonly title?: string; readonly state?: 'open' | 'closed' },
): Promise<void> {
  await scene.as(who).rest.issues.update({ ...scene.place, issue_number: issue, ...change });
}
