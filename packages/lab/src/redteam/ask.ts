import type { RunRecord } from '../run.ts';
import type { SharedScene } from './product.ts';

/** What a request in a thread of its own came to. */
export interface Asked {
  readonly issue: number;
  readonly run: RunRecord;
}

/** The owner opens an issue, whose lines the model obeys (`shell <command>`, `write <file>: <text>`), and all that follows happens. */
export async function ask(scene: SharedScene, title: string, body: string): Promise<Asked> {
  const issue = await scene.begin(title, body);
  const run = scene.runs.findLast(({ payload }) => numberOf(payload) === issue);
  if (run === undefined) throw new Error(`Nothing ran for #${issue}.`);
  return { issue, run };
}

function numberOf(payload: object): unknown {
  const issue = 'issue' in payload ? payload.issue : undefined;
  return typeof issue === 'object' && issue !== null && 'number' in issue ? issue.number : undefined;
}
