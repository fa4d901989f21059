import { readdirSync, readFileSync } from 'node:fs';

/**
 * Kills what a job left running, as the runner does when a job ends: every process that carries the job's tracking id
 * in its environment. Returns how many there were. Only Linux has the `/proc` that this needs.
 */
export function killOrphans(trackingId: string): number {
  if (process.platform !== 'linux') return 0;
  const orphans = readdirSync('/proc')
    .map(Number)
    .filter((id) => Number.isInteger(id) && environmentOf(id).includes(`RUNNER_TRACKING_ID=${trackingId}\0`));
  for (const id of orphans) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // It ended between the look and the signal.
    }
  }
  return orphans.length;
}

function environmentOf(id: number): string {
  try {
    return `${readFileSync(`/proc/${id}/environ`, 'latin1')}\0`;
  } catch {
    return '';
  }
}
