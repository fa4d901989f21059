import type { JobSession } from './job-session.ts';
import { log } from './job-session.ts';
import { type ProcessEnd, runProcess } from './process.ts';

const never = new AbortController().signal;

/** Runs git in a folder with a token for the lab's server; gives what it printed, throws with its last line. */
export async function runGit(
  session: JobSession,
  step: string,
  args: readonly string[],
  cwd: string,
  token: string,
): Promise<string> {
  const { options, host } = session.run.lab;
  const lines: string[] = [];
  log(session, step, `[command]git ${args.join(' ')}`);
  const end: ProcessEnd = await runProcess({
    argv: [options.checkout?.git ?? 'git', ...args],
    cwd,
    env: {
      ...options.env,
      GIT_TERMINAL_PROMPT: '0',
      // In the environment of this one process: not in argv, which others can list, and not on disk.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `http.${host.server}/.extraheader`,
      GIT_CONFIG_VALUE_0: authorization(token),
    },
    onLine: (line) => lines.push(line),
    stop: session.cancellation.requested.aborted ? never : session.cancellation.requested,
    kill: session.cancellation.forced,
    timeScale: options.timeScale ?? 1,
  });
  for (const line of lines) log(session, step, line);
  if (end.kind === 'exited' && end.code === 0) return lines.join('\n');
  const how =
    end.kind === 'exited' ? `exit code ${end.code}` : end.kind === 'signalled' ? `signal ${end.signal}` : end.reason;
  throw new Error(`The process 'git ${args[0] ?? ''}' failed with ${how}: ${lines.at(-1) ?? ''}`);
}

/** The header that carries a token, as actions/checkout spells it. */
export function authorization(token: string): string {
  return `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
}

/** Where a repository is fetched from. */
export function urlOf({ run }: JobSession, repository: string): string {
  return `${run.lab.host.server.replace(/\/+$/, '')}/${repository}`;
}
