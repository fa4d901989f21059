import { expect, test } from 'vitest';
import { readPushEnd } from './push-end.ts';

const rejected = (reason: string) => `To https://github.com/octo-org/demo.git\n!\tabc:refs/heads/x\t${reason}\nDone\n`;

const cases = [
  {
    when: 'somebody pushed meanwhile',
    stdout: rejected('[rejected] (fetch first)'),
    stderr: '',
    end: { kind: 'again' },
  },
  {
    when: 'somebody pushed in the same moment',
    stdout: rejected('[remote rejected] (cannot lock ref)'),
    stderr: '',
    end: { kind: 'again' },
  },
  {
    when: 'another branch is where a folder of this one would be',
    stdout: rejected(
      "[remote rejected] (cannot lock ref 'refs/heads/codex/issue-1/x': 'refs/heads/codex' exists; cannot create 'refs/heads/codex/issue-1/x')",
    ),
    stderr: '',
    end: { kind: 'refused', detail: expect.stringMatching(/^the branch codex is in the way: /) },
  },
  {
    when: 'GitHub says so without naming the other branch',
    stdout: rejected('[remote rejected] (directory file conflict)'),
    stderr: '',
    end: { kind: 'refused', detail: expect.stringMatching(/^another branch is in the way: /) },
  },
  {
    when: 'a workflow file is in the history',
    stdout: rejected(
      '[remote rejected] (refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission)',
    ),
    stderr: "error: failed to push some refs to 'https://github.com/octo-org/demo.git'\n",
    end: {
      kind: 'refused',
      detail:
        'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission',
    },
  },
  {
    when: 'a rule forbids it',
    stdout: rejected('[remote rejected] (push declined due to repository rule violations)'),
    stderr:
      'remote: error: GH013: Repository rule violations found for refs/heads/x.\nremote: - Changes must be made through a pull request.\n',
    end: {
      kind: 'refused',
      detail:
        'error: GH013: Repository rule violations found for refs/heads/x. - Changes must be made through a pull request – push declined due to repository rule violations',
    },
  },
  {
    when: 'the token may not write',
    stdout: '',
    stderr:
      "remote: Permission to octo-org/demo.git denied to github-actions[bot].\nfatal: unable to access 'https://github.com/octo-org/demo.git/': The requested URL returned error: 403\n",
    end: { kind: 'no-access' },
  },
  {
    when: 'the repository is archived',
    stdout: '',
    stderr:
      "remote: This repository was archived so it is read-only.\nfatal: unable to access 'https://github.com/octo-org/demo.git/': The requested URL returned error: 403\n",
    end: { kind: 'refused', detail: expect.stringContaining('This repository was archived so it is read-only.') },
  },
  {
    when: 'GitHub limits the rate of calls',
    stdout: '',
    stderr: "fatal: unable to access 'https://github.com/octo-org/demo.git/': The requested URL returned error: 429\n",
    end: { kind: 'again' },
  },
  {
    when: 'the connection breaks while it is encrypted',
    stdout: '',
    stderr:
      "fatal: unable to access 'https://github.com/octo-org/demo.git/': OpenSSL SSL_read: SSL_ERROR_SYSCALL, errno 0\n",
    end: { kind: 'again' },
  },
  {
    when: 'the connection breaks',
    stdout: '',
    stderr: 'fatal: the remote end hung up unexpectedly\n',
    end: { kind: 'again' },
  },
];
for (const { when, stdout, stderr, end } of cases) {
  test(`when ${when}, the push ends as ${end.kind}`, () => {
    expect(readPushEnd({ exitCode: 1, stdout: Buffer.from(stdout), stderr })).toEqual(end);
  });
}
