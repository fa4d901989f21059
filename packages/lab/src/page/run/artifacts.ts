import type { RunRecord } from '../../run.ts';
import type { Site } from '../site.ts';

/** The addresses of the transcripts of runs: artifacts that a browser shows. */
export function transcriptsOf({ hosted, home }: Site, runs: readonly RunRecord[]): readonly string[] {
  const ids = new Set(runs.map(({ id }) => id));
  return hosted.artifacts.all
    .filter(({ mimeType, runId }) => mimeType.startsWith('text/html') && ids.has(runId))
    .toSorted((one, other) => other.id - one.id)
    .map(({ id, runId }) => `${home}/actions/runs/${runId}/artifacts/${id}`);
}
