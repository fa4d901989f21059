import { absentWhen } from './answer.ts';
import type { GitHubClient } from './github-client.ts';

/** The text of a file on a branch; undefined where there is none of that name. */
export async function readRepositoryFile(client: GitHubClient, path: string, ref: string): Promise<string | undefined> {
  const call = client.call((octokit) =>
    octokit.rest.repos.getContent({ ...client.repository, path, ref, mediaType: { format: 'raw' } }),
  );
  const answer = await absentWhen([404], call);
  // The SDK's type knows only JSON; a folder is listed as such, whatever is asked for.
  return typeof answer?.data === 'string' ? answer.data : undefined;
}
