export type { GitRemote } from './git-remote.ts';
export * from './publisher.ts';
export * from './working-tree.ts';
