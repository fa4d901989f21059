import type { Threat } from '../threat.ts';

export const leaveThreats = [
  {
    id: 'hostile-patch',
    asset: 'the repository, and the machines that check it out',
    attacker:
      'whoever can get words in front of Codex; a command that got out of the sandbox, and writes the patch itself',
    path: 'puts links out of the tree, submodules, workflow or protected files, names that mean something else, or files that unpack to gigabytes into the change',
    defence:
      'the patch is applied in an index of its own, and what came out is judged; such files are split off and kept as a patch; what is no change of files is refused',
    left: 'hostile code in ordinary files: a pull request is there to be reviewed',
  },
  {
    id: 'harmful-change',
    asset: 'whoever runs what is merged',
    attacker: 'whoever can get words in front of Codex',
    path: 'has a turn add code that sends secrets elsewhere, or lets somebody in',
    defence:
      'a pull request that people review; with `review: true`, a second Codex that reads alone and obeys nothing of the repository, without whose clear yes nothing is pushed',
    left: 'a model can be fooled, and the review is off by default: people decide what is merged',
  },
  {
    id: 'next-turn-instructed',
    asset: 'what the turns after one are told to do',
    attacker: 'whoever can get words in front of Codex',
    path: 'has a turn write AGENTS.md, a skill, or a file that the workflow makes Codex obey, for the next turn of the run, of the thread, or of its pull request',
    defence:
      'before each turn, the files that Codex obeys by itself are compared with those of the base branch: where they differ, Codex is started without them, and told what the base says; a setting of the workflow that names such a file is refused',
    left: 'programs of the repository that a setting of the workflow makes Codex start (mcp_servers, notify); a skill that somebody who may ask calls by its name; words in ordinary files',
  },
  {
    id: 'words-that-act',
    asset: 'the attention of people, the issues and the checks',
    attacker: 'whoever can get words in front of Codex, or choose a title',
    path: 'has an answer, a pull request or a commit mention people and teams, close other issues, or keep checks from running',
    defence:
      'what Codex says is read as Markdown, and mentions, keywords and references in it are broken; a commit says them in other words',
    left: 'those who asked or spoke in the thread may be mentioned; commands of other bots, which are only words, are not known',
  },
  {
    id: 'hidden-words',
    asset: 'what people believe to have read, and what the next agent reads',
    attacker: 'whoever can get words in front of Codex',
    path: 'hides text in comments, tags, definitions, beside the language of a block, or in characters that nobody sees',
    defence:
      'HTML and definitions are shown as text, hidden characters are taken out, and named where they stand in code',
    left: 'diagrams (`mermaid`) may hold words that they do not draw',
  },
  {
    id: 'words-that-fetch',
    asset: 'what Codex has read, and who reads its answers',
    attacker: 'whoever can get words in front of Codex',
    path: 'has an answer show an image, or a link, whose address carries what was read',
    defence: 'images of other hosts are links; with `links: plain`, links to other hosts are text',
    left: 'with `links: all`, a person may follow a link',
  },
] as const satisfies readonly Threat[];
