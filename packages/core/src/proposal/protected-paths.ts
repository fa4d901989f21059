import picomatch from 'picomatch';
import { Failure } from '../failure/failure.ts';

/** Whether a path is one that the worker may not change. */
export type IsProtected = (path: string) => boolean;

/**
 * Reads the globs of `protected-paths`, one a line. A glob that fits a folder protects what is in it, dots at the beginning of a name
 * mean nothing, and case does not matter: on some systems `Dockerfile` and `dockerfile` are one.
 */
export function parseProtectedPaths(text: string): IsProtected {
  const globs = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const wrong = globs.find(
    (glob) => glob.startsWith('!') || glob.includes('\\') || ['', '.'].includes(withoutEnds(glob)),
  );
  if (wrong !== undefined) {
    throw new Failure('input-invalid', {
      what: `The input "protected-paths" has the line "${wrong}".`,
      fix: 'Write globs of paths that are protected, as infra/** or **/*.tf: without "!", and with / between folders.',
    });
  }
  const matches = globs.map((glob) => picomatch(withoutEnds(glob), { dot: true, nocase: true, windows: false }));
  return (path) => pathsTo(path).some((part) => matches.some((isMatch) => isMatch(part)));
}

/** A glob as paths are written: from the root, and a folder like a file. */
const withoutEnds = (glob: string): string => glob.replace(/^\.?\/|\/$/g, '');

/** A path and the folders above it. */
export function pathsTo(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
