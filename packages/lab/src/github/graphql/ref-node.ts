import { readCommit, type Signature } from '../../git-host/commits.ts';
import { apiUrl, nodeId, pageUrl } from '../hosted.ts';
import { verificationBody } from '../verified-commits.ts';
import type { Asking, Served } from './asking.ts';
import { connection } from './connection.ts';
import { repositoryNode } from './repository-node.ts';

/** A branch or a tag. */
export function refNode(asking: Asking, fullName: string, sha: string): Served {
  const [, prefix = '', name = ''] = /^(refs\/[^/]+\/)(.+)$/.exec(fullName) ?? [];
  return {
    __typename: 'Ref',
    id: nodeId('REF', fullName),
    name,
    prefix,
    target: () => commitNode(asking, sha),
    repository: () => repositoryNode(asking),
  };
}

/** A commit. */
export async function commitNode(asking: Asking, sha: string): Promise<Served> {
  const { hosted } = asking;
  const commit = await readCommit(hosted.git, sha);
  const [headline = '', ...body] = commit.message.split('\n');
  return {
    __typename: 'Commit',
    id: nodeId('C', sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    message: commit.message,
    messageHeadline: headline,
    messageBody: body.join('\n').trim(),
    author: gitActor(commit.author),
    committer: gitActor(commit.committer),
    authoredDate: commit.author.date,
    committedDate: commit.committer.date,
    signature: signatureNode(asking, sha),
    url: pageUrl(hosted, `/commit/${sha}`),
    commitUrl: pageUrl(hosted, `/commit/${sha}`),
    tree: { __typename: 'Tree', id: nodeId('T', commit.tree), oid: commit.tree, commitUrl: apiUrl(hosted) },
    parents: connection('parents', commit.parents, (parent) => ({
      __typename: 'Commit',
      id: nodeId('C', parent),
      oid: parent,
    })),
    repository: () => repositoryNode(asking),
  };
}

function gitActor({ name, email, date }: Signature): Served {
  return { name, email, date };
}

function signatureNode({ hosted }: Asking, sha: string): Served | null {
  const { verified, signature, payload, verified_at } = verificationBody(hosted, sha);
  if (!verified) return null;
  return {
    __typename: 'GpgSignature',
    isValid: true,
    state: 'VALID',
    wasSignedByGitHub: true,
    email: 'noreply@github.com',
    signature,
    payload,
    verifiedAt: verified_at,
    signer: null,
  };
}
