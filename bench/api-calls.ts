import type { Figure } from './measure.ts';
import { changeRequest, type MeasuredStep, numberOf, openThread } from './thread.ts';

const count = (steps: readonly MeasuredStep[]): number =>
  steps.reduce((sum, { transcript }) => sum + transcript.requests.filter((line) => !isEdit(line)).length, 0);
const isEdit = (line: string): boolean => /^PATCH .*\/comments\/\d+ /.test(line);

/** Calls of GitHub's API in one follow-up turn, and in a run that finds its request answered. */
export async function measureApiCalls(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const comments of [10, 10_000]) {
    await using thread = await openThread();
    const first = await thread.ask(changeRequest());
    // Between the issue and now there is a long talk that asks the worker for nothing.
    const until = new Date(Date.now() - 3_600_000);
    thread.stage.github.seedComments({
      thread: numberOf(first),
      count: comments,
      author: 'sam',
      body: 'I agree.',
      until,
    });
    await thread.takeRun(first);
    const reply = await thread.reply(first, changeRequest());
    const name = `API calls in a turn, thread of ${comments.toLocaleString('en-US')} comments`;
    figures.push({ name, unit: 'calls', budget: 18, values: [count(await thread.takeRun(reply))] });
    if (comments === 10) {
      const again = count(await thread.takeRun(reply));
      figures.push({
        name: 'API calls of a queued run with nothing left to do',
        unit: 'calls',
        budget: 3,
        values: [again],
      });
    }
  }
  return figures;
}
