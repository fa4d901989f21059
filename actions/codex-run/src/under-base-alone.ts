import { withoutInstructions } from '@codex-worker/codex';
import { type Agent, type BaseInstructions, underBase } from '@codex-worker/core';
import { info } from '@codex-worker/github';

/** What Codex may obey of a repository. */
export interface Obeyed {
  readonly base: BaseInstructions;
  /** The digest of what the files tell Codex, as they are before a turn. */
  readonly now: () => Promise<string | undefined>;
}

/**
 * Codex as the base branch instructs it. A turn may write AGENTS.md, or be talked into it: the next one, of this run or a
 * later one, obeys it only after somebody has merged it.
 */
export function underBaseAlone(obeyed: Obeyed | undefined, agentWith: (settings: readonly string[]) => Agent): Agent {
  if (obeyed === undefined) return agentWith([]);
  const { base, now } = obeyed;
  return {
    takeTurn: async (order, signal) => {
      const digest = await now();
      if (digest !== undefined && digest === base.digest) return agentWith([]).takeTurn(order, signal);
      info(`AGENTS.md, .codex or .agents are not as on ${base.branch}: Codex is told what ${base.branch} says.`);
      const prompt = underBase(order.prompt, order.sessionId === undefined, base);
      return agentWith(withoutInstructions).takeTurn({ ...order, prompt }, signal);
    },
  };
}
