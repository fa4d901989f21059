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
 * The way to the server, which is closed to git otherwise, and the token as git's own configuration in the environment of one process: arguments are visible to every process
 * of the machine, and a file could be read by whatever runs in the workspace later.
 */
export function remoteAccess({ server, token }: GitRemote): GitAccess {
  const isWeb = server.startsWith('http');
  const way = { GIT_ALLOW_PROTOCOL: isWeb ? 'http:https' : 'file' };
  if (token === undefined || token === '' || !isWeb) return way;
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    ...way,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${server.replace(/\/$/, '')}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
  };
}
