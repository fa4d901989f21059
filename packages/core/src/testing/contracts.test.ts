import { describe } from 'vitest';
import { artifactStoreContract } from './artifact-store-contract.ts';
import { conversationContract } from './conversation-contract.ts';
import { fakeArtifacts, trustedOrigin } from './fake-artifacts.ts';
import { fakeClock } from './fake-clock.ts';
import { fakeConversation } from './fake-conversation.ts';
import { fakeProposals } from './fake-proposals.ts';
import { fakeQueue } from './fake-queue.ts';
import { fakeRepository } from './fake-repository.ts';
import { permissionLookupContract } from './permission-lookup-contract.ts';
import { proposalsContract } from './proposals-contract.ts';
import { publisherContract, workingTreeContract } from './repository-contract.ts';
import { requestQueueContract } from './request-queue-contract.ts';

const nothingToClose = { [Symbol.asyncDispose]: async () => {} };

describe('the fake conversation', () => {
  conversationContract(async () => {
    const port = fakeConversation();
    let number = 11;
    return {
      ...nothingToClose,
      port,
      ownLogin: port.ownLogin,
      openIssue: async (title, body) => {
        number += 1;
        port.openThread({ kind: 'issue', number }, { title, body, unasked: true });
        return { kind: 'issue', number };
      },
      commentAs: async (login, thread, body) => port.commentAs(login, thread, body).id,
      editor: 'olivia',
      edit: async (id, body) => port.edit(id, body, 'olivia'),
      openPullRequest: async () => {
        number += 1;
        port.openThread({ kind: 'pr', number }, { title: 'Add up', body: '', unasked: true });
        return { kind: 'pr', number };
      },
      commentOnCodeAs: async (login, thread, body, below) => port.commentOnCodeAs(login, thread, body, below).id,
      reviewAs: async (login, thread, body, texts) =>
        port.reviewAs(login, thread, { body, notes: texts.map((text) => ({ path: 'sum.ts', line: 1, text })) }),
      deleteComment: async (id) => port.deleteComment(id),
      acknowledge: async (thread) => port.acknowledge(thread),
      close: async (thread) => port.close(thread),
      lock: async (thread) => port.lock(thread),
      endingsOf: async ({ number }, id) => [port.endingOf(`issue-${number}`), port.endingOf(`comment-${id}`)],
    };
  });
});

describe('the fake permission lookup', () => {
  permissionLookupContract(async () => {
    const port = fakeConversation();
    return { ...nothingToClose, port, grant: async (login, permission) => port.grant(login, permission) };
  });
});

describe('the fake artifact store', () => {
  artifactStoreContract(async () => {
    const artifacts = fakeArtifacts();
    let id = 700;
    return {
      ...nothingToClose,
      store: artifacts.store,
      startRun: async () => {
        id += 1;
        return { id, origin: trustedOrigin, artifacts: artifacts.run(id) };
      },
    };
  });
});

describe('the fake proposals', () => {
  proposalsContract(async () => {
    const repository = fakeRepository();
    repository.commit('main', { 'README.md': '# Demo\n' });
    const port = fakeProposals(repository, fakeClock());
    return {
      ...nothingToClose,
      port,
      makeBranch: async (name) => void repository.commit(name, { 'a.txt': name }),
      closePullRequest: async (number) => port.close(number),
      permit: async (permitted) => port.permit(permitted),
    };
  });
});

describe('the fake queue', () => requestQueueContract(async () => ({ ...nothingToClose, port: fakeQueue() })));

const openRepository = async () => {
  const repository = fakeRepository();
  repository.commit('main', { 'README.md': '# Demo\n' });
  return {
    ...nothingToClose,
    tree: repository.tree,
    publisher: repository.publisher,
    commit: async (branch: string, files: Readonly<Record<string, string>>, message?: string) =>
      repository.commit(branch, files, message),
    readRemote: async (branch: string, path: string) => repository.history(branch)[0]?.files.get(path),
    countCommits: async (branch: string) => repository.history(branch).length,
    write: async (path: string, text: string) => repository.write(path, text),
    read: async (path: string) => repository.read(path),
  };
};

describe('the fake working tree', () => workingTreeContract(openRepository));
describe('the fake publisher', () => publisherContract(openRepository));
