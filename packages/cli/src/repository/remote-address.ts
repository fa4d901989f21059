/** A repository on a GitHub. */
export interface RemoteRepository {
  /** Address of the pages, without a slash at the end. */
  readonly server: string;
  readonly owner: string;
  readonly name: string;
}

/** Reads the address of a git remote, in any of the forms that git takes. Undefined: it is no repository of a GitHub. */
export function parseRemote(address: string): RemoteRepository | undefined {
  const url = addressOf(address);
  if (url === undefined) return undefined;
  const [owner, name, ...more] = url.pathname
    .replace(/\.git\/?$/, '')
    .split('/')
    .filter(Boolean);
  if (owner === undefined || name === undefined || more.length > 0) return undefined;
  if (![owner, name].every((part) => /^[\w.-]+$/.test(part))) return undefined;
  return { server: serverOf(url), owner, name };
}

function addressOf(address: string): URL | undefined {
  const [, host, path] = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(\S+)$/.exec(address) ?? [];
  const text = host === undefined ? address : `ssh://${host}/${path}`;
  if (!/^(?:https?|ssh|git):\/\//.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text);
}

function serverOf({ protocol, host, hostname: written }: URL): string {
  // Only in addresses of the web the URL itself does so.
  const hostname = written.toLowerCase();
  // GitHub's SSH over the port of HTTPS.
  if (hostname === 'ssh.github.com' || hostname === 'www.github.com') return 'https://github.com';
  return protocol === 'http:' ? `http://${host}` : `https://${protocol === 'https:' ? host : hostname}`;
}

/** Where the API of a GitHub is. */
export function apiOf(server: string): string {
  const isHosted = server === 'https://github.com' || server.endsWith('.ghe.com');
  return isHosted ? server.replace('https://', 'https://api.') : `${server}/api/v3`;
}

/** Where the pages of the GitHub are that has an API. */
export function serverOfApi(api: string): string {
  const { origin, hostname } = new URL(api);
  const isHosted = hostname === 'api.github.com' || /^api\..+\.ghe\.com$/.test(hostname);
  return isHosted ? origin.replace('//api.', '//') : origin;
}

/** A page of the repository. */
export function pageOf({ server, owner, name }: RemoteRepository, page: string): string {
  return `${server}/${owner}/${name}${page}`;
}
