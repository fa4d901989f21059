import { Misuse } from '../misuse.ts';
import type { RemoteRepository } from './remote-address.ts';
import { findWorkingCopy } from './working-copy.ts';

interface Wanted {
  /** `owner/name`; undefined is the repository of the folder. */
  readonly repository: string | undefined;
  readonly remote: string;
}

/** A repository on GitHub, and the folder of it. */
export interface Place {
  readonly remote: RemoteRepository;
  /** Undefined: the repository is not that of the folder. */
  readonly root: string | undefined;
}

/** Finds the repository that a command is about: the one it names, or the one of the folder. */
export async function findPlace(wanted: Wanted, folder: string, environment: NodeJS.ProcessEnv): Promise<Place> {
  if (wanted.repository === undefined) {
    const copy = await findWorkingCopy(folder, wanted.remote);
    return { remote: copy.remote, root: copy.folder };
  }
  const [owner = '', name = ''] = wanted.repository.split('/');
  return { remote: { server: serverOf(environment), owner, name }, root: undefined };
}

function serverOf({ GITHUB_SERVER_URL: server }: NodeJS.ProcessEnv): string {
  if (!server) return 'https://github.com';
  if (/^https?:/.test(server) && URL.canParse(server)) return server.replace(/\/+$/, '');
  throw new Misuse(`GITHUB_SERVER_URL is "${server}". Give an address such as https://github.com.`);
}
