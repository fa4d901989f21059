import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'secret-in-session';
const key = 'sk-own-0123456789abcdef';

/** Whether a transcript is stored with what a command printed. */
const isStored = (printed: string) => async (product: Product) => {
  const { redactTranscript, redactor } = await product.core();
  const record = { type: 'response_item', payload: { type: 'function_call_output', output: printed } };
  const stored = redactTranscript(Buffer.from(`${JSON.stringify(record)}\n`), redactor([key]));
  return JSON.parse(stored.toString()).payload.output === printed;
};

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a command prints the API key, and the transcript is kept for later turns',
    wins: 'the key, for later turns and for whoever opens the session',
    without: [
      {
        file: 'packages/core/src/redact/redact-transcript.ts',
        find: "if (typeof value === 'string') return redactor.text(value, notLonger);",
        replace: "if (typeof value === 'string') return value;",
      },
    ],
    run: isStored(JSON.stringify({ key })),
  },
  {
    threat,
    name: 'a command prints a token after a line end, where the transcript writes it as one word',
    wins: "somebody's token, for later turns and for whoever opens the session",
    without: [{ file: 'packages/core/src/redact/token-shapes.ts', find: '|(?<=\\\\[nrt])', replace: '' }],
    run: isStored(`\nghp_${'aB3'.repeat(12)}`),
  },
];
