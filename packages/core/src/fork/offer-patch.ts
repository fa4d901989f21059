import type { WorkingTree } from '../proposal/ports.ts';
import { withHiddenShown } from '../reply/hidden-characters.ts';
import { texts } from '../reply/texts.ts';
import { withNotes } from '../reply/with-notes.ts';
import type { ForkHead } from './fork-head.ts';
import { type ProposedPatch, renderPatchBlock, splitAnswer } from './proposed-patch.ts';

/** More than people read in a comment. */
const LONGEST = 30_000;

/** An answer, and the change that a maintainer may have applied with one word. */
export interface Offer {
  readonly text: string;
  readonly patch: ProposedPatch | undefined;
}

/** Takes the patch out of an answer. One that could not be applied as it is read stays text, and the reply says why. */
export async function offerPatch(
  tree: Pick<WorkingTree, 'settledPatch'>,
  answer: string,
  { sha }: ForkHead,
): Promise<Offer> {
  const split = splitAnswer(answer);
  if (split.patch === undefined) return { text: answer, patch: undefined };
  const keep = (why: string): Offer => ({
    text: withNotes(answer.trim(), [texts.patchNotOffered(why)]),
    patch: undefined,
  });
  const patch = await tree.settledPatch(split.patch);
  if (patch === undefined) return keep(`it does not fit the commit ${sha.slice(0, 7)}`);
  if (renderPatchBlock({ head: sha, patch }).length > LONGEST) return keep('it is too long to be read here');
  // What people do not see, they would not have agreed to.
  if (withHiddenShown(patch) !== patch || patch.includes('\r')) return keep('it has characters that nobody sees');
  return { text: split.text, patch: { head: sha, patch } };
}
