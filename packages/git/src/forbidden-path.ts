import path from 'node:path';

/** Whether a path can be taken for git's own folder, on any file system that a checkout may land on. */
export function isGitPath(file: string): boolean {
  return file.split(/[/\\]/).some((part) => {
    // HFS+ drops these code points from names, NTFS drops dots and spaces at the end and has short names.
    const seen = part.replace(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '').toLowerCase();
    return /^(?:\.git|git~\d+)[. ]*(?::.*)?$/.test(seen);
  });
}

/** Whether GitHub would refuse the push, because no permission of a job covers workflow files. */
export function isWorkflowPath(file: string): boolean {
  return file.startsWith('.github/workflows/');
}

/** Whether a symbolic link leads out of the tree or into git's own folder. */
export function leavesTree(link: string, target: string): boolean {
  if (target === '' || path.posix.isAbsolute(target) || /^[A-Za-z]:|\\/.test(target)) return true;
  const end = path.posix.normalize(path.posix.join(path.posix.dirname(link), target));
  return end === '..' || end.startsWith('../') || isGitPath(end);
}
