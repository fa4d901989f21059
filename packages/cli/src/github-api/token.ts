import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * The token for a GitHub: of the environment, or of the GitHub CLI. The address of a remote is data: GITHUB_TOKEN goes to
 * github.com, and elsewhere only if the person has named that API.
 */
export async function findToken(
  server: string,
  named: boolean,
  environment: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const known = server === 'https://github.com' || named;
  // An empty one, as a workflow sets for a secret that is not there, is none.
  const own = known
    ? environment['GH_TOKEN'] || environment['GITHUB_TOKEN']
    : environment['GH_ENTERPRISE_TOKEN'] || environment['GITHUB_ENTERPRISE_TOKEN'];
  return own || (await tokenOfCli(new URL(server).host, environment));
}

async function tokenOfCli(host: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('gh', ['auth', 'token', '--hostname', host], { env, timeout: 10_000 });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
