import type { Threat } from '../threat.ts';

const forker = 'whoever opens a pull request from a fork';

export const forksThreats = [
  {
    id: 'fork-head-swapped',
    asset: 'the turn that a maintainer asked for, and the money that it costs',
    attacker: forker,
    path: 'pushes another commit between the comment of the maintainer and the run, or asks from an event that the fork itself makes',
    defence:
      'a request allows the commit that was there when it was made, and no other; where the fork was pushed to since, nothing is run; events of a fork run nothing',
    left: 'whoever asks without having read the commit has it read all the same: read-only, without network',
  },
  {
    id: 'fork-configuration',
    asset: 'what Codex is told to do',
    attacker: forker,
    path: 'puts AGENTS.md, skills, .codex/, .gitattributes or .gitmodules into the head',
    defence:
      'such files are those of the base, or are not there; Codex is started so that it takes no instructions from the workspace, and with no setting of the workflow that could name a file or a program of it',
    left: 'words in ordinary files, which Codex reads as what they are: it can be talked into a wrong answer, which people read',
  },
  {
    id: 'fork-writes',
    asset: 'the branches of the repository',
    attacker: `${forker}; a command that got out of the sandbox`,
    path: 'has Codex change files, or writes a change into the outbox',
    defence:
      'a turn on the head of a fork is read-only whatever the workflow says; its run publishes no change; the publisher looks whose the head is',
    left: 'nothing known',
  },
  {
    id: 'fork-apply',
    asset: 'the branches of the repository, and what runs on them',
    attacker: forker,
    path: 'asks for /codex apply, offers a patch in the words of the worker, hides something in one, or brings workflow files along',
    defence:
      'only somebody with write permission has a patch applied, only one of the worker that was there before, byte for byte as shown, on the very commit that was read; the publisher looks at all of it again, and refuses other workflow files than those of the base',
    left: 'the code of the fork itself is then on a branch here: whoever applies it, or lets its checks run, must have read it',
  },
] as const satisfies readonly Threat[];
