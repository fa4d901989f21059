import slugify from '@sindresorhus/slugify';
import { Failure } from '../failure/failure.ts';
import type { Thread } from '../thread/thread.ts';

/** Long enough to recognise, short enough for a phone. */
const LONGEST_SUMMARY = 48;

/** What git takes as the name of a branch, and within the length of a file's name, which no ref of GitHub's goes beyond. */
export const branchPattern =
  /^(?![-/])(?!.*(?:\.\.|@\{|\/\/|\.lock(?:\/|$)|[/.]$|(?:^|\/)\.))[^\s\p{Cc}~^:?*[\\]{1,255}$/u;

/** Reads a branch template. Without a beginning and a number of its own, the branches of others and of other threads would be taken for its. */
export function parseBranchTemplate(text: string): string {
  const isOwn = branchPrefix(text) !== '' && /\{(?:number|thread)\}/.test(text);
  const example = branchName(text, { kind: 'issue', number: 1 }, 'x'.repeat(LONGEST_SUMMARY));
  if (isOwn && branchPattern.test(example) && !/[{}]/.test(example)) return text;
  throw new Failure('input-invalid', {
    what: `The input "branch" is "${text}".`,
    fix: 'Write a name that git takes, with text of its own first, then {number} or {thread}, and {summary} if you like: codex/issue-{number}/{summary}.',
  });
}

/** Fills a branch template: `{thread}` is `issue-12`, `{number}` is `12`, `{summary}` the title in kebab case. */
export function branchName(template: string, thread: Thread, title: string): string {
  return template
    .replaceAll('{thread}', `${thread.kind}-${thread.number}`)
    .replaceAll('{number}', String(thread.number))
    .replaceAll('{summary}', () => branchSummary(title));
}

/** How every branch of one thread begins, whatever its title was. */
export function threadBranchPrefix(template: string, { kind, number }: Thread): string {
  const upToSummary = template.split('{summary}')[0] ?? '';
  return upToSummary.replaceAll('{thread}', `${kind}-${number}`).replaceAll('{number}', String(number));
}

/** Whether the template gives this name to a branch of the thread: `codex/issue-12` is none of issue 1. */
export function isThreadBranch(template: string, { kind, number }: Thread, name: string): boolean {
  const filled = template.replaceAll('{thread}', `${kind}-${number}`).replaceAll('{number}', String(number));
  const literal = filled.split('{summary}').map((text) => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  return new RegExp(`^${literal.join('[a-z0-9-]+')}$`).test(name);
}

/** Everything before the first placeholder: how the worker's own branches are told from others. */
export function branchPrefix(template: string): string {
  return template.split('{')[0] ?? '';
}

/** A title in kebab case, short enough for a branch. */
export function branchSummary(title: string): string {
  const words = slugify(title).split('-');
  let text = '';
  for (const word of words) {
    if (`${text}-${word}`.length > LONGEST_SUMMARY) break;
    text = text === '' ? word : `${text}-${word}`;
  }
  // Emoji alone leave nothing; one endless word does not fit.
  return text || words[0]?.slice(0, LONGEST_SUMMARY) || 'request';
}
