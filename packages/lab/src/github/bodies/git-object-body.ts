import { apiUrl, type Hosted, nodeId } from '../hosted.ts';

/** A file's bytes as the Git database API gives them. */
export function gitBlobBody(hosted: Hosted, sha: string, bytes: Buffer) {
  return {
    sha,
    node_id: nodeId('B', sha),
    size: bytes.length,
    url: apiUrl(hosted, `/git/blobs/${sha}`),
    // GitHub breaks the content into lines of 60 characters.
    content: bytes.toString('base64').replaceAll(/(.{60})/g, '$1\n'),
    encoding: 'base64',
  };
}

/** A tree: its own entries, or all below it. */
export async function gitTreeBody(hosted: Hosted, sha: string, depth: 'flat' | 'recursive') {
  const recursive = depth === 'recursive' ? ['-r', '-t'] : [];
  const listing = await hosted.git.text(['ls-tree', '-l', '-z', '--full-tree', ...recursive, sha]);
  const tree = listing
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => entryBody(hosted, line));
  return { sha, url: apiUrl(hosted, `/git/trees/${sha}`), tree, truncated: false };
}

function entryBody(hosted: Hosted, line: string) {
  const [head = '', path = ''] = line.split('\t');
  const [mode = '', type = '', sha = '', size = ''] = head.split(/ +/);
  return {
    path,
    mode,
    type,
    sha,
    ...(type === 'blob' ? { size: Number(size) } : {}),
    // A submodule's commit is in another repository.
    ...(type === 'commit' ? {} : { url: apiUrl(hosted, `/git/${type}s/${sha}`) }),
  };
}
