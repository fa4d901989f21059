import type { ConcurrencyGroup } from '@codex-worker/lab/run';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { demoRun } from '../demo-run.ts';
import { threadRuns } from './thread-runs.ts';

const OWN_RUN = 500;
const thread = { kind: 'issue', number: 12 } as const;

let github: DemoGitHub;
let groups: readonly ConcurrencyGroup[] = [];
let cancelled: number[] = [];
beforeAll(async () => {
  github = await demoGitHub();
  github.lab.attach({
    runs: [demoRun(501), demoRun(502)],
    dispatch: async () => [],
    cancel: (id) => {
      cancelled.push(id);
      return id === 501;
    },
    rerun: () => false,
    concurrencyGroups: () => groups,
    idle: async () => {},
  });
});
beforeEach(() => {
  github.lab.faults.clear();
  groups = [];
  cancelled = [];
});
afterAll(() => github[Symbol.asyncDispose]());

const runs = (actions: 'read' | 'write' = 'write') => threadRuns(github.job({ actions }), OWN_RUN);
const member = (runId: number) => ({ runId, job: 'worker / thread', lease: 'workflow' }) as const;
const held = (holder: number | undefined, ...pending: readonly number[]) => {
  const name = 'codex-worker-issue-12';
  const acquiredAt = '2026-11-01T10:00:00Z';
  groups = [
    { name, acquiredAt, holder: holder === undefined ? undefined : member(holder), pending: pending.map(member) },
  ];
};
const url = (id: number) => `${github.lab.server}/octo-org/demo/actions/runs/${id}`;

test('the group of a thread tells who holds it and how many wait; whoever asks does not count', async () => {
  held(501, 502, OWN_RUN);
  expect(await runs().group(thread)).toEqual({ kind: 'known', holder: { id: 501, url: url(501) }, waiting: 1 });
  held(OWN_RUN, 502);
  expect(await runs().group(thread)).toEqual({ kind: 'known', holder: undefined, waiting: 1 });
});

test('a holder whose page GitHub does not tell holds the group all the same', async () => {
  const group_members = [{ run_id: 501, run_html_url: null, status: 'in_progress' }];
  const body = { group_name: 'codex-worker-issue-12', total_count: 1, group_members };
  const effect = { kind: 'answer', status: 200, headers: {}, body } as const;
  github.lab.faults.add({ method: 'GET', path: /concurrency_groups/, times: 1, when: 'before', effect });
  expect(await runs().group(thread)).toEqual({ kind: 'known', holder: { id: 501, url: '' }, waiting: 0 });
});

test('a group that nobody holds is told apart from a GitHub without groups', async () => {
  expect(await runs().group(thread)).toEqual({ kind: 'absent' });
  expect(await runs().hasGroups()).toBe(true);
  github.fault('GET', /concurrency_groups/, { status: 404 }, { times: 2 });
  expect(await runs().group(thread)).toEqual({ kind: 'absent' });
  expect(await runs().hasGroups()).toBe(false);
});

test('without actions: read the group is hidden, and the permission is named', async () => {
  held(501);
  expect(await threadRuns(github.job({}), OWN_RUN).group(thread)).toEqual({
    kind: 'hidden',
    fix: 'Add "actions: read" to the permissions of the calling job.',
  });
});

test('a run is stopped as its page would do it', async () => {
  expect(await runs().stop({ id: 501, url: url(501) })).toEqual({ kind: 'asked-to-stop' });
  expect(await runs().stop({ id: 502, url: url(502) })).toEqual({ kind: 'over-already' });
  expect(await runs().stop({ id: 599, url: url(599) })).toEqual({ kind: 'over-already' });
  expect(cancelled).toEqual([501, 502]);
  expect(await runs('read').stop({ id: 501, url: url(501) })).toEqual({
    kind: 'refused',
    fix: 'Add "actions: write" to the permissions of the calling job.',
  });
});

test('a run tells since when it runs', async () => {
  expect(await runs().startedAt({ id: 501, url: url(501) })).toBe('2026-11-01T10:00:00Z');
});
