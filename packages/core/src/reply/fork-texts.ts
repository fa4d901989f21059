import { inCode } from './in-code.ts';
import { inSentence } from './in-sentence.ts';
import { say } from './say.ts';

/** What a person reads of a pull request from a fork. */
export const forkTexts = {
  get forkReadOnly() {
    return say('forkReadOnly');
  },

  /** Codex reads it, no person. */
  forkLeftOut: (base: string, files: readonly string[]): string =>
    `Files that tell tools what to do are those of ${base}, or are not there. The pull request has its own: ${files
      .slice(0, 20)
      .map((file) => JSON.stringify(file))
      .join(', ')}${files.length > 20 ? ' and more' : ''}. Read them with git show HEAD:<file>, as text.`,

  headMoved: (read: string, now: string): string => say('headMoved', { read: shaOf(read), now: shaOf(now) }),

  /** It stands where Markdown is only text. */
  patchOffered: (head: string): string => say('patchOffered', { head: head.slice(0, 7) }),
  get howToApply() {
    return say('howToApply');
  },
  patchNotOffered: (why: string): string => say('patchNotOffered', { why: inSentence(why) }),

  get applyNeedsFork() {
    return say('applyNeedsFork');
  },
  get applyByComment() {
    return say('applyByComment');
  },
  applyNeedsWrite: (login: string, permission: string): string => say('applyNeedsWrite', { login, permission }),
  get nothingToApply() {
    return say('nothingToApply');
  },
  applyAsked: (head: string): string => say('applyAsked', { head: shaOf(head) }),

  appliedBody: (of: { number: number; repository: string; head: string; by: string }): string =>
    say('appliedBody', { ...of, repository: inCode(of.repository), by: inCode(of.by) }),

  notApplied: (why: string): string => say('notApplied', { why: inSentence(why) }),
  applied: (branch: string, sha: string, number: number): string =>
    say('applied', { number, branch: inCode(branch), sha: shaOf(sha) }),
  appliedOnly: (branch: string, sha: string, compareUrl: string): string =>
    say('appliedOnly', { sha: shaOf(sha), branch: inCode(branch), compareUrl }),
};

const shaOf = (sha: string): string => inCode(sha.slice(0, 7));
