import type { Transcripts } from '../turn/transcripts.ts';
import type { Agent } from '../turn/turn.ts';

const transcriptPath = (sessionId: string): string => `sessions/rollout-${sessionId}.jsonl`;

/** What Codex remembers in a home that is kept in memory. */
export function transcriptsOf(codexHome: Map<string, Buffer>): Transcripts {
  return {
    bytes: async (sessionId) => codexHome.get(transcriptPath(sessionId))?.length,
    cut: async (sessionId, bytes) => {
      const transcript = codexHome.get(transcriptPath(sessionId));
      if (transcript) codexHome.set(transcriptPath(sessionId), transcript.subarray(0, bytes));
    },
  };
}

/** Codex writes each prompt into the rollout of its session. */
export function writingTranscripts(agent: Agent, codexHome: Map<string, Buffer>): Agent {
  return {
    takeTurn: async (turn, signal) => {
      const end = await agent.takeTurn(turn, signal);
      if (end.sessionId !== undefined) {
        const path = transcriptPath(end.sessionId);
        const line = Buffer.from(`${JSON.stringify(turn.prompt)}\n`);
        codexHome.set(path, Buffer.concat([codexHome.get(path) ?? Buffer.alloc(0), line]));
      }
      return end;
    },
  };
}
