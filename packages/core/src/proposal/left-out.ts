/** Why a file of a change is not pushed. */
export type WhyLeftOut =
  /** It could be taken for git's own folder. */
  | 'git-folder'
  /** No permission of a job covers workflow files. */
  | 'workflow'
  /** It is a submodule, or the list of them. */
  | 'submodule'
  /** It is a link that leads out of the repository. */
  | 'link'
  /** The input `protected-paths` names it. */
  | 'protected'
  /** Its name means something else, or nothing, on another system. */
  | 'name'
  | 'size';

/** A file of a change that stays outside, while the rest lands. */
export interface LeftOut {
  readonly path: string;
  readonly why: WhyLeftOut;
}
