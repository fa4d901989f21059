import type { Threat } from '../threat.ts';

export const outboxThreats = [
  {
    id: 'forged-outbox',
    asset: 'what is published in the name of the worker',
    attacker: 'whoever can upload an artifact, with the name of an outbox that waits to be published',
    path: 'puts other replies and another change in the place of those of a run that broke off',
    defence: 'an outbox counts only from the run that the sealed ledger names',
    left: 'nothing known',
  },
  {
    id: 'jobs-apart',
    asset: 'the code of the repository, and the model key',
    attacker: 'a command that got out of the sandbox, or what the model wrote where it is published',
    path: "uses the token of the agent's job, or looks for the key in the publish job",
    defence:
      'the job that runs Codex has a token that reads code and writes none; the job that writes is another machine and has no model key',
    left: "what the agent's job has itself: the model key in the memory of its proxy, a token that reads the repository, and what that may say in issues and pull requests: close and label them, and approve where the repository lets Actions approve",
  },
  {
    id: 'outbox-of-agent',
    asset: 'the branches, the history and the issues of the repository',
    attacker: 'a command that got out of the sandbox, and writes the outbox of its own run',
    path: 'names another branch, another issue, paths as ids, options as names, or trailers of somebody else',
    defence:
      'the publish job reads each field by its schema, and takes thread and issue, and the input `base`, from its own settings',
    left: "a branch that has the thread's number in its name, and is not protected; where the input `base` names none, a pull request to another base, which a person merges or closes; a reply in another pull request of the repository",
  },
  {
    id: 'token-left-behind',
    asset: "the token of the agent's job",
    attacker: 'whoever can get words in front of Codex',
    path: 'has a command look for what the checkout left in the workspace',
    defence: 'git is given the token in the environment of each single process; nothing of it is written',
    left: 'nothing known',
  },
  {
    id: 'agent-written-git',
    asset: "the machine of the agent's job, after the sandbox",
    attacker: 'whoever can get words in front of Codex, where the sandbox lets it write',
    path: 'leaves hooks, filters or settings in `.git` that the next git runs, or a pipe that it waits for',
    defence: 'git runs with settings of our own, from a directory of our own, and without hooks',
    left: 'with safety none, on a machine that is kept: objects and the index of the repository, which the next checkout believes',
  },
] as const satisfies readonly Threat[];
