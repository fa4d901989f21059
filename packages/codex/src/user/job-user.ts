import { readdir, readlink } from 'node:fs/promises';
import type { CodexUser } from './codex-user.ts';

/** Codex runs as whoever runs the job. */
export const jobUser: CodexUser = {
  environment: {},
  lend: async () => ({ end: async () => undefined }),
  launch: (program) => program,
  signal: (pid, signal) => {
    try {
      // Codex answers an interrupt by itself; only a kill has to reach the rest of its group.
      process.kill(signal === 'SIGKILL' ? -pid : pid, signal);
    } catch {
      // It ended in the meantime.
    }
  },
  holdsSocket: async (pid, inode) => {
    const folder = `/proc/${pid}/fd`;
    const names = await readdir(folder).catch(() => []);
    const links = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
    return links.includes(`socket:[${inode}]`);
  },
};
