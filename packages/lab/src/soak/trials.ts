import type { Case } from './case.ts';
import { type Outcome, playCase } from './play-case.ts';
import { isFine } from './soak.ts';
import { openStage, type SoakStage } from './stage.ts';

/** Cases that are played one after another in one lab, as tests. It ends with its scope. */
export interface Trials extends AsyncDisposable {
  plays(one: Case): Promise<Outcome>;
}

/** Opens a lab with the first case, and another after a case that went wrong. */
export function openTrials(): Trials {
  let stage: SoakStage | undefined;
  const close = async () => {
    await stage?.[Symbol.asyncDispose]();
    stage = undefined;
  };
  return {
    async plays(one) {
      stage ??= await openStage();
      const outcome = await playCase(stage, one);
      if (!isFine(outcome)) await close();
      return outcome;
    },
    [Symbol.asyncDispose]: close,
  };
}
