import type { GitAccess } from './run-git.ts';

/** Where a repository is, and the folder that we work in. */
export interface GitRemote {
  readonly folder: string;
  /** `https://github.com`, or `file:///folder` of bare repositories. */
  readonly server: string;
  /** `owner/name` */
  readonly repository: string;
  readonly token: string | undefined;
  readonly signal?: AbortSignal;
}

/** The address that git fetches from and pushes to. It never carries the token. */
export function remoteUrl({ server, repository }: GitRemote): string {
  return `${server.replace(/\/$/, '')}/${repository}.git`;
}

/**
 * The token as git's own configuration in the environment of one process: arguments are visible to every process
 * of the machine, and a file could be read by whatever runs in the workspace later.
 */
export function remoteAccess({ server, token }: GitRemote): GitAccess {
  if (token === undefined || token === '' || !server.startsWith('http')) return {};
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${server.replace(/\/$/, '')}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
  };
}
