import { Failure } from '../failure/failure.ts';

/** Whether a readable transcript of a thread is made. `auto`: only where the repository is known not to be public. */
const choices = ['auto', 'always', 'never'] as const;
export type TranscriptChoice = (typeof choices)[number];

/** Reads the input `transcript`. */
export function parseTranscriptChoice(text: string): TranscriptChoice {
  const choice = choices.find((one) => one === text);
  if (choice !== undefined) return choice;
  throw new Failure('input-invalid', {
    what: `The input "transcript" is "${text}".`,
    fix: `Write one of ${choices.join(', ')}.`,
  });
}

/** Who can read what a run uploads. `internal` is everybody of an enterprise. */
export type Visibility = 'public' | 'internal' | 'private' | 'unknown';

/** Whoever can read the repository can read the transcript, and what is not known may be everybody. */
export function isTranscriptMade(choice: TranscriptChoice, visibility: Visibility): boolean {
  switch (choice) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'auto':
      return visibility === 'private' || visibility === 'internal';
  }
}
