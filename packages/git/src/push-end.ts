import { branchInTheWay } from '@codex-worker/core';
import type { GitEnd } from './run-git.ts';
import { essence, isPassing } from './talk.ts';

/** How one attempt to push ended. */
export type Attempt =
  | { readonly kind: 'pushed' }
  /** Somebody else pushed meanwhile, or the answer got lost: look at the branch and try again. */
  | { readonly kind: 'again' }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'no-access' };

/** Reads what `git push --porcelain` said. */
export function readPushEnd({ exitCode, stdout, stderr }: GitEnd): Attempt {
  if (exitCode === 0) return { kind: 'pushed' };
  const rejection = stdout
    .toString()
    .split('\n')
    .find((line) => line.startsWith('!'));
  const reason = rejection?.split('\t')[2] ?? '';
  const inTheWay = rejection && IN_THE_WAY.exec(`${reason}\n${stderr}`);
  if (inTheWay) return { kind: 'refused', detail: branchInTheWay(inTheWay[1]) };
  if (/^\[rejected\]|cannot lock ref|failed to (?:update|lock) ref|reference already exists|stale info/.test(reason)) {
    return { kind: 'again' };
  }
  if (rejection !== undefined) return { kind: 'refused', detail: refusal(reason, stderr) };
  if (isPassing(stderr)) return { kind: 'again' };
  if (
    /Permission to .* denied|Write access to repository not granted|Authentication failed|returned error: 401|could not read Username/.test(
      stderr,
    )
  ) {
    return { kind: 'no-access' };
  }
  return { kind: 'refused', detail: essence(stderr) };
}

/** GitHub has two words for it, and one of them names the other branch. */
const IN_THE_WAY = /'refs\/heads\/([^'\n]+)' exists; cannot create|directory file conflict/;

/** What the server's rules said, with the reason that git gives. */
function refusal(reason: string, stderr: string): string {
  const remote = stderr.split('\n').filter((line) => line.startsWith('remote:'));
  const why = reason.replace(/^\[remote rejected\] \(?|\)$/g, '');
  return [essence(remote.join('\n')), why].filter((text) => text !== '').join(' – ');
}
