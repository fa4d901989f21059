import type { Threat } from '../threat.ts';

export const conversationThreats = [
  {
    id: 'stranger-asks',
    asset: 'turns, and all that a turn can reach',
    attacker: 'whoever can comment, label or edit',
    path: 'writes, labels or edits what looks like a request',
    defence:
      'the permission that GitHub reports for the person who asked, and for the person whose words they are; exact logins',
    left: 'what strangers say in a thread is context of what others ask there',
  },
  {
    id: 'words-changed',
    asset: 'what was authorised',
    attacker: 'whoever can edit a text of somebody with standing, or their own opening that somebody else asked for',
    path: 'changes the words between the authorisation and the turn',
    defence: 'the text of the event, or the last editor of what is read again; refused where that has no standing',
    left: 'nothing known',
  },
  {
    id: 'forged-marker',
    asset: 'that each request is answered, once',
    attacker: 'whoever can comment, or get words into an answer of Codex',
    path: 'writes the hidden line that says a request is answered',
    defence: 'markers count at the end of comments of our own login; what Codex says cannot hide text',
    left: 'nothing known',
  },
  {
    id: 'names-as-code',
    asset: 'the machines and the history',
    attacker: 'whoever chooses a title, a branch, a login or the text of a request',
    path: 'puts shell, YAML, Markdown, options or trailers into it',
    defence: 'names are made of an alphabet; texts of people are one line, fenced, or never near a command line',
    left: 'nothing known',
  },
  {
    id: 'forged-queue-file',
    asset: 'the order of requests, and who they seem to come from',
    attacker: 'a tool that appends to the queue, or whoever can make it do so',
    path: 'writes a file that is no request, or is one of another place',
    defence: 'each file is read by its schema, its name must be that of its request, and what is broken is set aside',
    left: 'whoever may push to the branch of the queue may ask: it is protected by the same permission',
  },
  {
    id: 'log-commands',
    asset: "the runner's masks, outputs and annotations",
    attacker: 'whoever can get words in front of Codex',
    path: 'has a command print `::add-mask::`, `::error::`, or a guess at the end of `::stop-commands::`',
    defence: 'all that Codex says is logged between `::stop-commands::` and its end, under a random token',
    left: 'the log can be filled with noise',
  },
] as const satisfies readonly Threat[];
