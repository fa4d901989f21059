import type { Attack } from '../../attack.ts';

const threat = 'outbox-of-agent';
const url = 'https://github.com/octo-org/demo/actions/runs/7';

export const attacks: readonly Attack[] = [
  {
    threat,
    name: "the times that the agent's job tells bring a link into the picture of the run",
    wins: 'a link of theirs on the page of a run, in the words of the worker',
    without: [
      {
        file: 'packages/core/src/timeline/timeline.ts',
        find: 'return parsed.success ? parsed.output : noTimeline;',
        replace: 'return JSON.parse(String(told));',
      },
    ],
    run: async (product) => {
      const { readTimeline, renderRunSummary } = await product.core();
      const link = 'comment-7\n    click turn href "https://evil.example"';
      const told = JSON.stringify({
        spans: [{ stage: 'turn', from: 1772359200000, to: 1772359201000, request: link }],
      });
      return renderRunSummary({ url, timeline: readTimeline(told), turns: [] }).includes('evil.example');
    },
  },
  {
    threat,
    name: 'the model of a turn ends its cell, and goes on as Markdown of the page',
    wins: 'a link or an image of theirs on the page of a run',
    without: [{ file: 'packages/core/src/reply/render-summary.ts', find: ".replaceAll('`', \"'\")", replace: '' }],
    run: async (product) => {
      const { renderRunSummary } = await product.core();
      const model = 'x` ![](https://evil.example/y.png) `';
      const turns = [{ requests: ['comment-7'], outcome: 'answered', model }] as const;
      return renderRunSummary({ url, timeline: { spans: [] }, turns }).includes('| `x` ![]');
    },
  },
];
