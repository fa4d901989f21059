import type { Thread } from '../thread/thread.ts';

/** The address of a thread, below that of its repository. */
export function threadPage(repositoryUrl: string, { kind, number }: Thread): string {
  return `${repositoryUrl}/${kind === 'pr' ? 'pull' : 'issues'}/${number}`;
}
