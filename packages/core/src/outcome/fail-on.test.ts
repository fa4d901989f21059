import { expect, test } from 'vitest';
import { type CameOut, parseFailOn, redBy } from './fail-on.ts';

const failure = { code: 'quota', what: 'The quota is used up.', fix: 'Raise it.' } as const;
const unfit = { code: 'answer-unfit', what: 'It is no JSON.', fix: 'Ask again.' } as const;
const came = {
  nothing: { outcome: 'nothing', changed: false, failure: undefined },
  unchanged: { outcome: 'answered', changed: false, failure: undefined },
  changed: { outcome: 'answered', changed: true, failure: undefined },
  unfit: { outcome: 'schema-mismatch', changed: true, failure: unfit },
  refused: { outcome: 'refused', changed: false, failure: undefined },
  cancelled: { outcome: 'cancelled', changed: false, failure: undefined },
  failed: { outcome: 'failed', changed: false, failure },
} as const satisfies Record<string, CameOut>;

const cases = [
  { input: '', red: { unfit: 'answer-unfit', cancelled: 'cancelled', failed: 'quota' } },
  { input: 'failed, schema-mismatch', red: { unfit: 'answer-unfit', cancelled: 'cancelled', failed: 'quota' } },
  { input: 'never', red: { cancelled: 'cancelled' } },
  { input: 'failed\nno-change', red: { unchanged: 'fail-on', cancelled: 'cancelled', failed: 'quota' } },
  { input: ' refused ,, changed', red: { changed: 'fail-on', refused: 'fail-on', cancelled: 'cancelled' } },
  { input: 'cancelled', red: { cancelled: 'cancelled' } },
] as const;
for (const { input, red } of cases) {
  test(`with fail-on ${JSON.stringify(input)}, a run is red that came out as ${Object.keys(red).join(', ')}`, () => {
    const failOn = parseFailOn(input);
    const codes = Object.entries(came).flatMap(([how, end]) => {
      const found = redBy(end, failOn);
      return found ? [[how, found.code]] : [];
    });
    expect(Object.fromEntries(codes)).toEqual(red);
  });
}

test('the failure of a turn ends the run with its own words', () => {
  expect(redBy(came.failed, parseFailOn(''))).toMatchObject(failure);
});

test.each([
  ['no_change', 'The input "fail-on" has "no_change".'],
  ['failed; refused', 'The input "fail-on" has "failed; refused".'],
  ['true', 'The input "fail-on" has "true".'],
  ['never, failed', 'The input "fail-on" has "never" beside other words.'],
  ['x'.repeat(5_000), `The input "fail-on" has "${'x'.repeat(79)}…".`],
])('fail-on %s is refused by name', (input, what) => {
  expect(() => parseFailOn(input)).toThrow(
    expect.objectContaining({
      code: 'input-invalid',
      what,
      fix: 'Write one or several of failed, schema-mismatch, refused, no-change, changed, cancelled, or never alone.',
    }),
  );
});
