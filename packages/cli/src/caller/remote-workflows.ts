import { type RepositoryApi, statusOf } from '../github-api/api.ts';

/** The workflow files of a commit, by path. */
export async function readRemoteWorkflows(api: RepositoryApi, ref: string): Promise<ReadonlyMap<string, string>> {
  const folder = '.github/workflows';
  const listed = await contents(api, folder, ref);
  const names = Array.isArray(listed) ? listed.filter(({ type }) => type === 'file').map(({ name }) => name) : [];
  const files = names
    .filter((name) => /\.ya?ml$/.test(name))
    .map(async (name) => {
      const path = `${folder}/${name}`;
      const file = await contents(api, path, ref);
      const text = file !== undefined && 'content' in file ? Buffer.from(file.content, 'base64').toString() : '';
      return [path, text] as const;
    });
  return new Map(await Promise.all(files));
}

async function contents({ request, place }: RepositoryApi, path: string, ref: string) {
  try {
    return (await request('GET /repos/{owner}/{repo}/contents/{path}', { ...place, path, ref })).data;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
