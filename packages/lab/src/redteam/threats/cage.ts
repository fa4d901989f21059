import type { Threat } from '../threat.ts';

const writer = 'whoever can get words in front of Codex';

export const cageThreats = [
  {
    id: 'agent-environment',
    asset: 'the tokens, keys and settings in the environment of a job',
    attacker: writer,
    path: 'has a command print its environment, or that of Codex',
    defence:
      "Codex's environment is a list of what may pass, and its commands get less; the sandbox hides other processes",
    left: 'PATH, HOME and the like',
  },
  {
    id: 'key-proxy-used',
    asset: 'what can be bought with the API key',
    attacker: writer,
    path: 'has a command send requests of its own through the proxy that holds the key',
    defence:
      "a gate before the proxy lets only sockets of Codex's process through, and only with a word that its environment holds; the relay behind the proxy refuses what came another way",
    left: 'without a key (keyless) nothing stands behind the proxy: there commands with network true can use it by its port; on other systems than Linux the word alone counts',
  },
  {
    id: 'network-reach',
    asset: 'the code, and what a command reads on the machine',
    attacker: writer,
    path: 'has a command send it to a host of theirs, or call services of the machine and its network',
    defence:
      "commands have no network; with an allow-list they have no other way out than Codex's proxy, which refuses other hosts and names that lead into the local network, and the reply lists them",
    left: 'a host of the list can be one that passes things on; with network true everything',
  },
  {
    id: 'sandbox-dropped',
    asset: 'all that the job has',
    attacker: 'nobody: a setting that says more than was meant',
    path: 'a workflow or an old session asks for danger-full-access, or for an allow-list without a sandbox',
    defence:
      'a turn without a sandbox is refused unless the input safety says so, and never keeps an allow-list in name only',
    left: 'safety: none, which says in the log what it costs',
  },
  {
    id: 'job-memory',
    asset: 'the key and the tokens in the memory and the files of the job',
    attacker: writer,
    path: 'has a command without a sandbox read other processes, or leave one running',
    defence:
      'with safety unprivileged-user Codex is a user of its own, who owns no more than the files of the turn, and whose processes end with it',
    left: 'files that everybody on the machine may read; safety none, which hides nothing',
  },
  {
    id: 'later-steps',
    asset: 'the rights of later steps of the job',
    attacker: writer,
    path: "has a command write to the runner's files, the event, the code of the actions, git's hooks and settings, or to the PATH",
    defence:
      'they are out of reach in the sandbox and for a user of its own; after each turn they are compared and put back, and the turn fails',
    left: 'with safety none: programs of names that we do not look for, and a process that writes after the turn',
  },
] as const satisfies readonly Threat[];
