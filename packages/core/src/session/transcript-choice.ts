/** Whether a readable transcript of a thread is made. `auto`: only where the repository is known not to be public. */
export const transcriptChoices = ['auto', 'always', 'never'] as const;
export type TranscriptChoice = (typeof transcriptChoices)[number];

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
