import type { Threat } from '../threat.ts';

export const supplyThreats = [
  {
    id: 'codex-package',
    asset: "the agent's machine, and with it the model key",
    attacker: 'whoever runs or rewrites the registry or mirror that Codex comes from',
    path: 'another package under the name of the version that is asked for',
    defence:
      'the digest of the default version is part of the product; nothing of a package is used before its digest is right',
    left: 'another `codex-version` is checked against the digest that the registry gives; whoever writes to the tool cache of a kept machine owns it',
  },
  {
    id: 'registry-choice',
    asset: "the agent's machine, and with it the model key",
    attacker: "whoever can put a file on the thread's branch",
    path: 'an `.npmrc` in the workspace that names a registry of their own',
    defence:
      'npm is asked outside of the workspace, with an environment that holds no more than PATH, HOME and its own settings',
    left: 'a step of your own before it that sets `npm_config_registry` from a file of the workspace; the default version still has to have its digest',
  },
  {
    id: 'workflow-text',
    asset: "the jobs' machines and tokens",
    attacker: 'anybody who can open an issue, or a pull request from a fork',
    path: 'a title, a comment or the name of a branch with shell in it',
    defence:
      'no expression in a script or an input of the workflows holds what people write; actions read the event file. Every workflow, example and action is checked for it',
    left: 'nothing known',
  },
  {
    id: 'own-actions',
    asset: 'the model key and the tokens',
    attacker: "whoever can put a file on the thread's branch",
    path: 'an `actions/codex-run` of their own in the workspace',
    defence: "actions are named by `$/`, which is the product's own repository at the commit that runs",
    left: 'whoever moves the tag `v1` of the product; a caller can name a commit instead',
  },
  {
    id: 'hidden-bundle',
    asset: 'every repository that uses the worker',
    attacker: 'whoever proposes a change to this repository',
    path: 'code in a minified bundle of dist/ that is in no source, where nobody reads',
    defence:
      'CI and every release build dist/ from the sources and compare each byte; so with the list of what it holds',
    left: 'code in a source that a reviewer lets pass',
  },
  {
    id: 'poisoned-lockfile',
    asset: 'the machines of those who build the worker, and what they build',
    attacker: 'whoever proposes a change to this repository',
    path: "an address or another digest among the thousands of lines of pnpm-lock.yaml; a package's own script at its install",
    defence:
      'CI refuses a package that is known by anything but a SHA-512 digest; no package may run a script when it is installed',
    left: 'harmful code in a package that is used as published',
  },
] as const satisfies readonly Threat[];
