import type { Threat } from '../threat.ts';

export const keysThreats = [
  {
    id: 'secret-in-words',
    asset: 'the keys and tokens of a run',
    attacker: 'whoever can get words in front of Codex, and got hold of a secret',
    path: 'has Codex repeat it in a reply, an output, the log or a failure, as it is or in another writing',
    defence:
      'the values of the run, their JSON, URL, hex and base64 forms, and what looks like a token are replaced in all that is said',
    left: 'a secret in a writing of its own invention, such as backwards; so no command may get hold of one',
  },
  {
    id: 'secret-in-change',
    asset: 'the keys and tokens of a run',
    attacker: 'whoever can get words in front of Codex, and got hold of a secret',
    path: 'has Codex write it into a file, which is pushed',
    defence: 'a file whose new lines, bytes or name hold a secret of the run is left out of the change, and named',
    left: 'a secret in a writing of its own invention; a token of somebody else, which may be an example',
  },
  {
    id: 'secret-in-session',
    asset: 'the keys and tokens of a run',
    attacker: 'whoever has the session key later',
    path: 'reads in a stored transcript what commands printed',
    defence: 'transcripts are redacted before they are sealed, by value and by shape, also after a killed run',
    left: 'a secret in a writing of its own invention',
  },
  {
    id: 'secret-unmasked',
    asset: 'the keys and tokens of a run',
    attacker: 'whoever can read the log of a run',
    path: 'waits for a program that prints a secret by its lines, or as the header that git sends',
    defence: 'each secret is masked before its first use, whole, line by line and in base64',
    left: "what is printed between a job's start and its first step; the runner masks stored secrets by itself",
  },
  {
    id: 'login-taken',
    asset: 'a ChatGPT login or access token',
    attacker: 'whoever can get words in front of Codex',
    path: 'has a command read auth.json, the environment or the requests of Codex',
    defence: 'Codex has no login: the relay outside of it adds the token, for Codex alone, when the request leaves',
    left: 'with danger-full-access and one user for all, the memory of the process beside it',
  },
  {
    id: 'login-spent',
    asset: 'a ChatGPT login',
    attacker: 'whoever can start workflows, or many runs at once',
    path: 'has a login renewed twice, so that the one which is stored opens nothing any more',
    defence: 'one workflow renews, one run at a time, and none whose copy is older than the stored secret',
    left: 'whoever uses the same login elsewhere',
  },
  {
    id: 'login-swapped',
    asset: 'which ChatGPT account answers, where its login is carried as an artifact',
    attacker: 'whoever can upload an artifact, such as the author of a pull request',
    path: 'uploads another login, or an old one, under the name of the carried one',
    defence:
      'it is sealed for this repository, and taken from runs of the one workflow that renews it, on the default branch',
    left: 'whoever has the session key can open and seal it, as they can the sessions',
  },
  {
    id: 'wrong-payer',
    asset: 'the account that pays',
    attacker: 'whoever can set one secret or variable of the repository, or of its organization',
    path: 'adds a second way in to OpenAI, so that prompts go to an account of theirs',
    defence: 'two ways in are a failure that names both, before anything is asked',
    left: 'whoever can replace the one secret',
  },
] as const satisfies readonly Threat[];
