import type { Outbox } from '@codex-worker/core';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';
import { type AttackedWorld, openWorld } from '../../world.ts';

const threat = 'outbox-of-agent';
const schema = 'packages/core/src/outbox/outbox.ts';
const propose = 'packages/core/src/proposal/own-outbox.ts';

const outbox: Outbox = {
  version: 1,
  thread: 'issue-12',
  run: 701,
  since: '2026-03-01T10:00:00Z',
  replies: [],
  proposal: { branch: 'codex/issue-12/add-up', base: 'main', title: 'Add up', pushed: false, closes: 12 },
  change: {
    base: 'a'.repeat(40),
    patch: 'diff --git a/a b/a\n',
    subject: 'Add up',
    requests: ['issue-12'],
    unfinished: [],
    coAuthors: [],
  },
};

/** The outbox as the publish job reads it from files that a command has rewritten; undefined where it refuses. */
async function read(product: Product, change: (manifest: string) => string): Promise<Outbox | undefined> {
  const { outboxFiles, readOutbox } = await product.core();
  const files = new Map(outboxFiles(outbox));
  files.set('outbox.json', change(files.get('outbox.json') ?? ''));
  try {
    return readOutbox(files);
  } catch {
    return undefined;
  }
}

/** The world after a run whose outbox a command rewrote before it was published. */
async function afterRewriting(product: Product, change: (text: string) => string): Promise<AttackedWorld> {
  const world = await openWorld(product);
  const { issue12: thread, openingRequest: request } = world;
  const agent = world.fakeAgent((order, signal) => {
    world.repository.write('sum.js', 'sum\n');
    return world.answers('Done')(order, signal);
  });
  const at = async (step: string) => {
    if (step !== 'bundle') return;
    const [own] = await world.artifacts.store.list('codex-worker-outbox-issue-12-701');
    if (own) world.artifacts.tamper(own.id, (bytes) => Buffer.from(change(bytes.toString())));
  };
  await world.run({ thread, request, start: 'new', runId: 701, agent, at, goesRed: true });
  return world;
}

async function pushesToMain(product: Product): Promise<boolean> {
  const world = await afterRewriting(product, (text) =>
    text.replace(/"branch": "codex\/issue-12[^"]*"/, '"branch": "main"'),
  );
  return world.repository.history('main')[0]?.files.has('sum.js') === true;
}

async function pushesToOther(product: Product): Promise<boolean> {
  const world = await afterRewriting(product, (text) => {
    return text.replace(/"branch": "codex\/issue-12[^"]*"/, '"branch": "codex/issue-1/of-somebody-else"');
  });
  return world.repository.history('codex/issue-1/of-somebody-else')[0]?.files.has('sum.js') === true;
}

async function closesOther(product: Product): Promise<boolean> {
  const world = await afterRewriting(product, (text) => text.replace('"closes": 12', '"closes": 7'));
  return world.proposals.all().some(({ body }) => body.includes('Closes #7'));
}

async function forgesTrailer(product: Product): Promise<boolean> {
  const forged = await read(product, (manifest) =>
    manifest.replace('"coAuthors": []', '"coAuthors": ["a <b@c>\\nCodex-Request: comment-99"]'),
  );
  const { commitMessage } = await product.core();
  return forged?.change !== undefined && commitMessage(forged.change).split('\n').includes('Codex-Request: comment-99');
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a rewritten outbox names the default branch',
    wins: 'code on the default branch, without a pull request',
    without: [
      { file: propose, find: 'branch === defaultBranch || branch === base', replace: "branch === ''" },
      { file: propose, find: '!namesThread(branch, thread.number)', replace: "branch === ''" },
    ],
    run: pushesToMain,
  },
  {
    threat,
    name: 'a rewritten outbox names the branch of another thread',
    wins: 'a commit on what somebody else is about to merge',
    without: [{ file: propose, find: '!namesThread(branch, thread.number)', replace: "branch === ''" }],
    run: pushesToOther,
  },
  {
    threat,
    name: 'a rewritten outbox closes an issue of somebody else',
    wins: 'an issue that is closed when the pull request is merged, and nobody meant to',
    without: [{ file: propose, find: 'closes !== thread.number', replace: 'closes === 0' }],
    run: closesOther,
  },
  {
    threat,
    name: 'the name of a branch is an option of git',
    wins: 'a program of the attacker, run by git in the job that may push',
    without: [{ file: schema, find: 'v.regex(branchPattern)', replace: 'v.string()' }],
    run: async (product) =>
      (await read(product, (text) => text.replace('codex/issue-12/add-up', '--upload-pack=touch /tmp/x'))) !==
      undefined,
  },
  {
    threat,
    name: 'the id of a request is a path',
    wins: "files of the publish job's machine, read or written by the name of a reply",
    without: [{ file: schema, find: 'v.custom<RequestId>(isRequestId)', replace: 'v.custom<RequestId>(() => true)' }],
    run: async (product) =>
      (await read(product, (text) => text.replace('"issue-12"\n', '"../../../etc/passwd"\n'))) !== undefined,
  },
  {
    threat,
    name: 'the name of a co-author begins a trailer of its own',
    wins: 'a request that counts as answered by a commit that does not answer it',
    without: [
      { file: schema, find: 'v.regex(/^\\P{Cc}*$/u)', replace: 'v.string()' },
      { file: 'packages/core/src/proposal/commit-message.ts', find: ".replace(/\\p{Cc}+/gu, ' ')", replace: '' },
    ],
    run: forgesTrailer,
  },
];
