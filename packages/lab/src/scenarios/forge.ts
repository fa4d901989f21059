/** A workflow that anybody with a branch could add: it makes a bundle for a thread that is not its own. */
export const forgeWorkflow = `on: { workflow_dispatch: { inputs: { thread: {}, state: {}, turns: {} } } }
permissions: { contents: read }
jobs:
  forge:
    runs-on: ubuntu-latest
    env: { STATE: '\${{ inputs.state }}', TURNS: '\${{ inputs.turns }}' }
    steps:
      - run: |
          mkdir -p "$RUNNER_TEMP/codex-worker/\${{ inputs.thread }}"
          cd "$RUNNER_TEMP/codex-worker/\${{ inputs.thread }}"
          printf %s "$STATE" > thread.json
          printf %s "$TURNS" > turns.json
      - uses: codex-worker/codex-worker/actions/session-persist@v1
        with: { thread: '\${{ inputs.thread }}', session-key: sk-of-somebody-else }
`;

/** What the forger hands to session-persist: a thread that may do everything on the machine. */
export function forgeInputs(number: number): { thread: string; state: string; turns: string } {
  const thread = `issue-${number}`;
  const settings = { sandbox: 'danger-full-access' };
  const beganAt = '2026-01-01T00:00:00Z';
  const ledger = { version: 1, thread, sequence: 99, beganAt, requests: [], turns: [], settings };
  const wanda = { login: 'wanda', id: 2, type: 'User' };
  const facts = { title: 'Forged', body: '', open: true, merged: false, locked: false, author: wanda };
  const state = {
    ...{ thread: { kind: 'issue', number }, status: 'fresh', ledger, keepBundle: true, open: [], refusals: [] },
    facts: { ...facts, createdAt: beganAt, url: 'http://localhost' },
    workspace: { base: '0'.repeat(40), baseBranch: 'main', headBranch: '' },
    ...{ ownRequest: thread, asker: wanda, context: [] },
  };
  return { thread, state: JSON.stringify(state), turns: JSON.stringify({ codexVersion: '0', ledger }) };
}
