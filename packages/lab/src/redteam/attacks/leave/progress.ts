import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const team = '@octo-org/everybody';

/** What the thread is told of a turn in which Codex said this. */
async function toldOf(product: Product, sign: object, { isQuiet = false } = {}): Promise<string> {
  const { renderProgress } = await product.load<{
    renderProgress(turn: object, place: object): string;
  }>('packages/core/src/progress/render-progress.ts');
  const { noActivity, noted } = await product.load<{
    noActivity: object;
    noted(activity: object, sign: object): object;
  }>('packages/core/src/progress/activity.ts');
  const at = new Date('2026-03-01T10:00:00Z');
  const turn = { requests: ['issue-12'], startedAt: at, now: at, tokens: undefined, state: 'goes-on' };
  const run = { id: 700, attempt: 1, url: 'https://github.com/octo-org/demo/actions/runs/700' };
  const place = { thread: 'issue-12', page: 'https://github.com/octo-org/demo/issues/12', run, isQuiet };
  return renderProgress({ ...turn, activity: noted(noActivity, sign) }, place);
}

export const attacks: readonly Attack[] = [
  {
    threat: 'words-that-act',
    name: 'a step of the plan names a team, and a turn is told of while it goes on',
    wins: 'everybody of the organisation is notified, as often as somebody asks',
    without: [
      {
        file: 'packages/core/src/reply/progress-texts.ts',
        find: "`- [${done ? 'x' : ' '}] ${oneLine(text, LONGEST_STEP)}`",
        replace: "`- [${done ? 'x' : ' '}] ${text}`",
      },
    ],
    run: async (product) =>
      (await toldOf(product, { kind: 'planned', steps: [{ text: `Ask ${team}`, done: false }] })).includes(team),
  },
  {
    threat: 'hidden-words',
    name: 'a remark of Codex ends the line that it stands on, while its turn goes on',
    wins: 'a heading, a table and a forged marker of the worker, by whoever Codex reads',
    without: [
      {
        file: 'packages/core/src/reply/progress-texts.ts',
        find: 'oneLine(text, LONGEST_SAID)',
        replace: 'text',
      },
    ],
    run: async (product) => (await toldOf(product, { kind: 'said', text: 'x\n\n# Answered' })).includes('\n# Answered'),
  },
  {
    threat: 'fork-writes',
    name: "a stranger's file gives Codex words for the comment that tells how far a turn is",
    wins: 'words of a stranger in the name of the worker, before anybody has asked for an answer',
    without: [
      {
        file: 'packages/core/src/progress/render-progress.ts',
        find: '...(place.isQuiet',
        replace: '...(false',
      },
    ],
    run: async (product) =>
      (await toldOf(product, { kind: 'said', text: 'Approved by mallory' }, { isQuiet: true })).includes('mallory'),
  },
  {
    threat: 'secret-in-words',
    name: 'a command of a turn that goes on holds a secret where the comment cuts it off',
    wins: 'most of a secret in a comment, too short to be found',
    without: [
      {
        file: 'packages/core/src/progress/progress-comment.ts',
        find: 'noted(turn.activity, redactedSign(sign, ports.redact))',
        replace: 'noted(turn.activity, sign)',
      },
    ],
    run: async (product) => {
      const { progressComment } = await product.core();
      let said = '';
      let ring = (): void => undefined;
      const noted = async (body: string) => {
        said = body;
      };
      const progress = progressComment(
        {
          post: async (body) => {
            await noted(body);
            return { id: 7, login: 'github-actions[bot]' };
          },
          edit: (_id, body) => noted(body),
          remove: async () => undefined,
          tokens: async () => undefined,
          redact: (text) => text.replaceAll('hunter2-hunter2', '***'),
          after: (_seconds, act) => {
            ring = act;
            return () => undefined;
          },
          now: () => new Date('2026-03-01T10:00:00Z'),
          warn: () => undefined,
        },
        {
          thread: 'issue-12',
          page: 'https://github.com/octo-org/demo/issues/12',
          run: { id: 700, attempt: 1, url: 'https://github.com/octo-org/demo/actions/runs/700' },
          isQuiet: false,
          ownLogin: 'github-actions[bot]',
        },
      );
      progress.begin(['issue-12']);
      progress.see({ kind: 'command-ended', exitCode: 0, command: `echo ${'x'.repeat(185)} hunter2-hunter2` });
      ring();
      await progress.close();
      return said.includes('hunter');
    },
  },
];
