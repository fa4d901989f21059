import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Agent } from '@codex-worker/core';

/** Puts the schema where Codex reads it, before each turn: a turn without a sandbox may have taken it away. */
export function schemaFile(agentWith: (file: string) => Agent, codexHome: string, text: string): Agent {
  const file = path.join(codexHome, 'schema.json');
  return {
    async takeTurn(order, signal) {
      await writeFile(file, text, { mode: 0o600 });
      return agentWith(file).takeTurn(order, signal);
    },
  };
}
