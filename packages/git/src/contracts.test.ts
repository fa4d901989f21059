import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { publisherContract, type RepositoryBench, workingTreeContract } from '@codex-worker/core/testing';
import { describe } from 'vitest';
import { demoRemote, writeFiles } from './demo-remote.ts';
import { publisher } from './publisher.ts';
import { workingTree } from './working-tree.ts';

async function openRepository(): Promise<RepositoryBench> {
  const demo = await demoRemote();
  const remote = demo.remote('tree');
  return {
    tree: workingTree(remote),
    publisher: publisher(demo.remote('publish')),
    commit: demo.commit,
    readRemote: (branch, file) => demo.git('cat-file', 'blob', `${branch}:${file}`).then(withLineEnd, () => undefined),
    countCommits: (branch) => demo.git('rev-list', '--count', branch).then(Number, () => 0),
    write: (file, text) => writeFiles(remote.folder, { [file]: text }),
    read: (file) => readFile(path.join(remote.folder, file), 'utf8').catch(() => undefined),
    [Symbol.asyncDispose]: () => demo[Symbol.asyncDispose](),
  };
}

const withLineEnd = (text: string): string => `${text}\n`;

describe('the working tree of git', () => workingTreeContract(openRepository));
describe('the publisher of git', () => publisherContract(openRepository));
