import { readdirSync, readFileSync } from 'node:fs';

/**
 * Kills what a job left running, as the runner does when a job ends: every process that carries the job's tracking id
 * in its environment. Returns how many there were. Only Linux has the `/proc` that this needs.
 */
export function killOrphans(trackingId: string): number {
  if (process.platform !== 'linux') return 0;
  const killed = new Set<number>();
  // A process may fork between the look and the signal, so look until nothing new is found.
  for (;;) {
    const orphans = tracked(trackingId).filter((id) => !killed.has(id));
    if (orphans.length === 0) return killed.size;
    for (const id of orphans) {
      killed.add(id);
      kill(id);
    }
  }
}

function tracked(trackingId: string): readonly number[] {
  const marker = `RUNNER_TRACKING_ID=${trackingId}\0`;
  const ids = readdirSync('/proc').map(Number);
  return ids.filter((id) => Number.isInteger(id) && environmentOf(id).includes(marker));
}

function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It ended on its own.
  }
}

function environmentOf(id: number): string {
  try {
    return `${readFileSync(`/proc/${id}/environ`, 'latin1')}\0`;
  } catch {
    return '';
  }
}
