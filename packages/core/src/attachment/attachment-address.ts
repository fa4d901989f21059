/** The addresses of a GitHub server: of its pages, and of its API. */
export interface GitHubHosts {
  readonly pages: string;
  readonly api: string;
}

/** What GitHub keeps at an address. */
type Place = 'picture' | 'file' | 'none';

/** Hosts of github.com that hold nothing but what people attached. */
const PICTURE_HOSTS: readonly string[] = [
  'private-user-images.githubusercontent.com',
  'user-images.githubusercontent.com',
];

/** Where github.com sends a reader on to. Only a redirect of its own leads there. */
const STORES: readonly string[] = [
  'github-production-user-asset-6210df.s3.amazonaws.com',
  'objects.githubusercontent.com',
];

/** Names that an own GitHub server gives to the same, before its own. */
const PREFIXES: readonly string[] = ['media', 'private-user-images', 'user-images'];

const PICTURES = [
  /^\/user-attachments\/assets\/[\w-]+$/,
  /^\/storage\/user\//,
  /^\/[^/]+\/[^/]+\/assets\/\d+\/[\w.-]+$/,
];
const FILES = [/^\/user-attachments\/files\/\d+\//, /^\/[^/]+\/[^/]+\/files\/\d+\//];

/** What an address holds that people attached on this GitHub server, or nothing of that kind. */
export function placeOf(url: URL, hosts: GitHubHosts): Place {
  if (isPictureHost(url, hosts)) return 'picture';
  if (![hosts.pages, hosts.api].some((address) => new URL(address).origin === url.origin)) return 'none';
  if (PICTURES.some((path) => path.test(url.pathname))) return 'picture';
  return FILES.some((path) => path.test(url.pathname)) ? 'file' : 'none';
}

/** Whether a redirect of GitHub's may be followed on the way to a picture. */
export function isOnTheWay(url: URL, hosts: GitHubHosts): boolean {
  return (
    placeOf(url, hosts) === 'picture' || (isPublic(hosts) && url.protocol === 'https:' && STORES.includes(url.host))
  );
}

/** Whether GitHub itself serves an address, whatever it is: what is in the repository, emoji, avatars. */
export function isOfGitHub(url: URL, hosts: GitHubHosts): boolean {
  if (url.origin === new URL(hosts.pages).origin) return true;
  return isPublic(hosts) && url.protocol === 'https:' && /\.(?:githubusercontent|githubassets)\.com$/.test(url.host);
}

function isPictureHost(url: URL, hosts: GitHubHosts): boolean {
  const { host, protocol } = new URL(hosts.pages);
  if (url.protocol !== protocol) return false;
  return isPublic(hosts) ? PICTURE_HOSTS.includes(url.host) : PREFIXES.some((name) => url.host === `${name}.${host}`);
}

const isPublic = ({ pages }: GitHubHosts): boolean => pages === 'https://github.com';
