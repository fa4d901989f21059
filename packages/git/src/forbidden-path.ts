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
  return /^\.github\/workflows\//i.test(file);
}

/** Whether the file says which other repositories a checkout fetches. */
export function isSubmoduleList(file: string): boolean {
  return file.toLowerCase() === '.gitmodules';
}

/** Whether a symbolic link leads, or could lead by way of others, out of the tree or into git's own folder. */
export function leavesTree(link: string, target: string): boolean {
  if (target === '' || path.posix.isAbsolute(target) || /^[A-Za-z]:|[\\\0]/.test(target)) return true;
  // `..` at the beginning leads where it seems to. Behind a name, which may be a link itself, it counts from that link's end.
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.slice(parts.findIndex((part) => part !== '..')).includes('..') && parts.some((part) => part !== '..'))
    return true;
  const end = path.posix.normalize(path.posix.join(path.posix.dirname(link), target));
  return end === '..' || end.startsWith('../') || isGitPath(end);
}
