import type { Agent } from '../turn/turn.ts';
import type { ProgressComment } from './progress-comment.ts';

/** An agent whose turns the thread is told of. */
export function toldAgent(agent: Agent, progress: ProgressComment): Agent {
  return {
    takeTurn: async (order, signal) => {
      progress.begin(order.requests ?? []);
      try {
        return await agent.takeTurn(order, signal);
      } finally {
        progress.end();
      }
    },
  };
}
