import { type Figure, repeat } from './measure.ts';
import { changeRequest, type MeasuredStep, openThread } from './thread.ts';

const ms = (steps: readonly MeasuredStep[], of: (step: MeasuredStep) => number): number =>
  steps.reduce((sum, step) => sum + of(step), 0);
const outside = ({ transcript, children }: MeasuredStep): number => transcript.ms - children.codexMs;

/** Our own time in a turn that changes files: all seven processes, less what Codex and its proxy took. GitHub is on loopback. */
export async function measureTurn(rounds: number): Promise<readonly Figure[]> {
  await using thread = await openThread();
  const first = await thread.ask(changeRequest());
  await thread.takeRun(first);
  const turns = await repeat(rounds, async () => thread.takeRun(await thread.reply(first, changeRequest())));
  const actions = [...new Set(turns.flat().map(({ action }) => action))];
  const perAction = actions.map((action): Figure => {
    const values = turns.map((steps) => Math.max(...steps.filter((step) => step.action === action).map(outside)));
    return { name: `${action}, outside Codex`, unit: 'ms', values, budget: 500 };
  });
  const ends = turns.flatMap((steps) =>
    steps.map(({ children }) => children.afterCodexMs).filter((end) => end !== undefined),
  );
  return [
    { name: 'our own time in a turn', unit: 'ms', budget: 2000, values: turns.map((steps) => ms(steps, outside)) },
    ...perAction,
    {
      name: 'git, within our own time',
      unit: 'ms',
      values: turns.map((steps) => ms(steps, ({ children }) => children.gitMs)),
    },
    { name: 'codex-run, from the end of Codex to its own', unit: 'ms', values: ends },
    {
      name: 'Codex in a turn',
      unit: 'ms',
      note: 'scripted model',
      values: turns.map((steps) => ms(steps, ({ children }) => children.codexMs)),
    },
  ];
}
