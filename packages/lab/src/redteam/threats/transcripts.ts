import type { Threat } from '../threat.ts';

export const transcriptsThreats = [
  {
    id: 'transcript-read',
    asset: 'what Codex was told, read and wrote',
    attacker: 'whoever can read the repository: of a public one, everybody',
    path: 'reads the transcript, which is not sealed as a session is',
    defence:
      'where nobody asked for it (`transcript: auto`), none is made unless the event of the run tells that the repository is not public',
    left: 'in a private repository, everybody who can read it reads the transcripts of its threads; with `always`, whoever can read a public one',
  },
  {
    id: 'transcript-secret',
    asset: 'the secrets of the job',
    attacker: 'whoever can get words in front of Codex',
    path: 'has a command print a secret, or a part of one in colour, or write it into a file or an answer',
    defence:
      'the secrets of the run, what base64 makes of them, and what looks like a token are taken out of the rollout, and out of each text once more when it is as it is shown',
    left: 'a secret that a command writes in a code of its own; secrets of others that look like nothing',
  },
  {
    id: 'transcript-script',
    asset: 'the browser of whoever reads the transcript, and their login there',
    attacker: 'whoever can get words in front of Codex, or choose a title',
    path: 'has markup, a script or a link that is a script stand in an answer, a command, its output, a file or its name',
    defence:
      'the page is made of a type that escapes each text; links lead to the web or to mail; no script is on it, and its policy allows none',
    left: 'nothing known',
  },
  {
    id: 'transcript-beacon',
    asset: 'who reads a transcript, and when; what stands in it',
    attacker: 'whoever can get words in front of Codex',
    path: 'has the page fetch an image, a font or a style sheet of another host',
    defence: 'images are named and not shown; the policy of the page allows nothing from anywhere',
    left: 'a person may follow a link, whose address is shown',
  },
  {
    id: 'transcript-flood',
    asset: 'the device of whoever opens the transcript; the storage and the time of the job',
    attacker: 'whoever can get words in front of Codex',
    path: 'has commands print hundreds of megabytes, or answers go on for ever',
    defence:
      'of each output, file, answer and turn a bounded part is shown, with how much is left out; the page as a whole has a bound, and older turns give way',
    left: 'what is left out is in the sealed session alone',
  },
  {
    id: 'transcript-address',
    asset: 'those who follow the link in a reply',
    attacker: 'a command that got out of the sandbox, and writes the outputs of its job',
    path: 'names a page of its own as the transcript',
    defence: 'the publishing job links to artifacts of its own run, and to nothing else',
    left: 'what such a command uploads itself, as an artifact of the run',
  },
] as const satisfies readonly Threat[];
