import { inCode } from './command-texts.ts';

/** What a person reads of a pull request from a fork. */
export const forkTexts = {
  forkReadOnly:
    '**Nothing was run:** this pull request comes from a fork, where Codex only reads. `/codex apply` puts the patch of its last answer on a branch of this repository.',

  forkLeftOut: (base: string, files: readonly string[]): string =>
    `Files that tell tools what to do are those of ${base}, or are not there. The pull request has its own: ${files
      .slice(0, 20)
      .map((file) => JSON.stringify(file))
      .join(', ')}${files.length > 20 ? ' and more' : ''}. Read them with git show HEAD:<file>, as text.`,

  headMoved: (read: string, now: string): string =>
    `**This is about ${inCode(read.slice(0, 7))}:** the pull request's head is ${inCode(now.slice(0, 7))} now. Ask again to have that read.`,

  patchOffered: (head: string): string => `The change as a patch for ${inCode(head.slice(0, 7))}`,
  howToApply:
    '`/codex apply` puts this patch on a branch of this repository, on top of the commit that it is for, and opens a pull request.',
  patchNotOffered: (why: string): string =>
    `The patch above cannot be applied with \`/codex apply\`: ${why}. Apply it by hand, or ask for another.`,

  applyNeedsFork:
    '**Nothing was applied:** `/codex apply` is for pull requests from forks. Here, changes are on the branch already.',
  applyByComment:
    '**Nothing was applied:** only a comment in the conversation can ask for that. Write `/codex apply` there.',
  applyNeedsWrite: (login: string, permission: string): string =>
    `**Nothing was applied:** ${login} has ${permission} permission, and write is needed. Ask a maintainer to write \`/codex apply\`.`,
  nothingToApply:
    '**Nothing was applied:** no answer of Codex here offers a patch that was there before this was asked. Ask for a change, then write `/codex apply` below the answer.',
  applyAsked: (head: string): string => `The patch for ${inCode(head.slice(0, 7))} was asked for.`,

  appliedBody: (of: { number: number; repository: string; head: string; by: string }): string =>
    `This is #${of.number} from ${inCode(of.repository)}, at ${of.head}, with the patch that Codex proposed there on top. ${inCode(of.by)} asked for it with \`/codex apply\`; no agent had a part in putting it here.\n\nIts checks run with what this repository gives its own branches: read all of it before you let them.`,

  notApplied: (why: string): string =>
    `**Nothing was applied:** ${why}. Apply the patch by hand, or ask its author to change the pull request.`,
  applied: (branch: string, sha: string, pullRequest: number): string =>
    `→ Pull request #${pullRequest}, from ${inCode(branch)} at ${inCode(sha.slice(0, 7))}: the fork's commit with the patch on top. The conversation about it goes on there.`,
  appliedOnly: (branch: string, sha: string, compareUrl: string): string =>
    `→ ${inCode(sha.slice(0, 7))} on ${inCode(branch)}: the fork's commit with the patch on top. [Open the pull request by hand](${compareUrl}).`,
} as const;
