import { namedApi } from '../github-api/named-api.ts';
import { Misuse } from '../misuse.ts';
import { type RemoteRepository, serverOfApi } from './remote-address.ts';
import { findWorkingCopy } from './working-copy.ts';

interface Wanted {
  /** `owner/name`; undefined is the repository of the folder. */
  readonly repository: string | undefined;
  readonly remote: string;
  /** The API that the command line names. */
  readonly apiUrl: string | undefined;
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
  return { remote: { server: serverOf(wanted.apiUrl, environment), owner, name }, root: undefined };
}

/** Its pages, and the token of the GitHub CLI, go by the API that was named: another GitHub knows nothing of it. */
function serverOf(apiUrl: string | undefined, environment: NodeJS.ProcessEnv): string {
  const { GITHUB_SERVER_URL: server } = environment;
  if (apiUrl !== undefined || !server) {
    const api = namedApi(apiUrl, environment);
    return api === undefined ? 'https://github.com' : serverOfApi(api);
  }
  if (/^https?:/.test(server) && URL.canParse(server)) return server.replace(/\/+$/, '');
  throw new Misuse(`GITHUB_SERVER_URL is "${server}". Give an address such as https://github.com.`);
}
