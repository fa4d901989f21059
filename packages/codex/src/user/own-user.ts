import type { CodexUser, Launch } from './codex-user.ts';
import { jobUser } from './job-user.ts';
import { type LoanOrder, lend } from './lend.ts';
import type { Root } from './root.ts';

/**
 * Codex runs as a user who owns nothing else on the machine: the job's processes, their memory and their environment are
 * out of its reach in every sandbox, also in none.
 */
export function ownUser(order: LoanOrder): CodexUser {
  const { root, home } = order;
  return {
    environment: { HOME: home, USER: 'codex', LOGNAME: 'codex' },
    lend: () => lend(order),
    launch: (program) => launchAs(order, program),
    signal: (pid, signal) => void end(root, pid, signal),
    holdsSocket: (pid, inode) => (root.isRoot ? jobUser.holdsSocket(pid, inode) : childHolds(root, pid, inode)),
  };
}

/** The command line that runs a program as a user: without groups, and without a way to more rights. */
export function launchAs({ root, id }: Pick<LoanOrder, 'root' | 'id'>, program: Launch): Launch {
  const { command, args, environment } = program;
  const become = [`--reuid=${id}`, `--regid=${id}`, '--clear-groups', '--no-new-privs', '--inh-caps=-all'];
  // sudo would clear the environment; none of it is secret.
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const line = [...root.prefix, 'setpriv', ...become, '--', 'env', '-i', ...variables, command, ...args];
  const [first = '', ...rest] = line;
  return { command: first, args: rest, environment: { PATH: process.env['PATH'] } };
}

async function end(root: Root, pid: number, signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
  // What sudo started gets its signals as a group: sudo itself passes on none that it was not sent by a terminal.
  const target = root.isRoot && signal === 'SIGINT' ? `${pid}` : `-${pid}`;
  await root.run('kill', `-${signal.slice('SIG'.length)}`, '--', target).catch(() => undefined);
}

/** Below sudo the program is a child, whose files only root may look at. */
async function childHolds(root: Root, pid: number, inode: string): Promise<boolean> {
  // A file that is closed meanwhile makes ls fail, which says nothing of the others.
  const list = 'for child in $(cat /proc/$1/task/$1/children); do ls -l /proc/$child/fd; done 2>/dev/null; true';
  const listed = await root.run('sh', '-c', list, 'sh', `${pid}`);
  return listed.split('\n').some((line) => line.endsWith(` -> socket:[${inode}]`));
}
