import { expect, test } from 'vitest';
import type { Proposals } from '../proposal/ports.ts';

/** Proposals to be tried, and a maintainer's hand on the repository. */
export interface ProposalsBench extends AsyncDisposable {
  readonly port: Proposals;
  /** Makes a branch with a commit that main does not have. */
  makeBranch(name: string): Promise<void>;
  closePullRequest(number: number): Promise<void>;
  /** Sets whether Actions may open pull requests here. */
  permit(permitted: boolean): Promise<void>;
}

const order = (branch: string) => ({ branch, base: 'main', title: 'Add up', body: 'Closes #12', draft: false });

/** What every adapter of pull requests promises; the fake and the real one both run it. */
export function proposalsContract(open: () => Promise<ProposalsBench>): void {
  test('a pull request that was opened is found by its head, and open', async () => {
    await using bench = await open();
    await bench.makeBranch('codex/issue-12/sum');
    expect(await bench.port.findByHead('codex/issue-12/sum')).toBeUndefined();
    const end = await bench.port.open(order('codex/issue-12/sum'));
    if (end.kind !== 'opened') throw new TypeError(`It was ${end.kind}`);
    const { number, url, createdAt } = end.pullRequest;
    expect(end.pullRequest.state).toBe('open');
    expect(await bench.port.findByHead('codex/issue-12/sum')).toMatchObject({ number, url, state: 'open', createdAt });
  });

  test('a head that only begins alike is another one', async () => {
    await using bench = await open();
    await bench.makeBranch('codex/issue-12/sum');
    await bench.port.open(order('codex/issue-12/sum'));
    expect(await bench.port.findByHead('codex/issue-12/su')).toBeUndefined();
  });

  test('of two from one head, the newest is found', async () => {
    await using bench = await open();
    await bench.makeBranch('codex/issue-12/sum');
    const first = await bench.port.open(order('codex/issue-12/sum'));
    if (first.kind !== 'opened') throw new TypeError(`It was ${first.kind}`);
    await bench.closePullRequest(first.pullRequest.number);
    expect((await bench.port.findByHead('codex/issue-12/sum'))?.state).toBe('closed');
    const second = await bench.port.open(order('codex/issue-12/sum'));
    if (second.kind !== 'opened') throw new TypeError(`It was ${second.kind}`);
    expect(await bench.port.findByHead('codex/issue-12/sum')).toMatchObject({
      number: second.pullRequest.number,
      state: 'open',
    });
  });

  test('where another run has opened one from that head meanwhile, it is that one', async () => {
    await using bench = await open();
    await bench.makeBranch('codex/issue-12/sum');
    const first = await bench.port.open(order('codex/issue-12/sum'));
    expect(await bench.port.open(order('codex/issue-12/sum'))).toMatchObject({
      kind: 'opened',
      pullRequest: { number: first.kind === 'opened' ? first.pullRequest.number : 0 },
    });
  });

  test('branches are listed by how they begin', async () => {
    await using bench = await open();
    for (const name of ['codex/issue-1/sum', 'codex/issue-1/total', 'codex/issue-12/sum']) await bench.makeBranch(name);
    expect([...(await bench.port.branchesStartingWith('codex/issue-1/'))].sort()).toEqual([
      'codex/issue-1/sum',
      'codex/issue-1/total',
    ]);
    expect(await bench.port.branchesStartingWith('codex/issue-3/')).toEqual([]);
  });

  test('where the repository forbids pull requests, that is an end and no error', async () => {
    await using bench = await open();
    await bench.makeBranch('codex/issue-12/sum');
    await bench.permit(false);
    expect(await bench.port.open(order('codex/issue-12/sum'))).toEqual({ kind: 'not-permitted' });
    await bench.permit(true);
    expect((await bench.port.open(order('codex/issue-12/sum'))).kind).toBe('opened');
  });
}
