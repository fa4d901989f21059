import { catalogue, type FailureCode } from '../failure/catalogue.ts';
import type { ProposeEnd } from './propose-end.ts';

interface NotDelivered {
  readonly code: FailureCode;
  readonly what: string;
  readonly fix: string;
}

/** Why a change is not where it should be; undefined where it is. */
export function failureOfEnd(end: ProposeEnd): NotDelivered | undefined {
  switch (end.kind) {
    case 'conflicts':
      return {
        code: 'change-conflicts',
        what: `The change conflicts with ${end.branch}: ${end.detail}.`,
        fix: 'Ask again: Codex then starts from the new state of the branch.',
      };
    case 'held':
      return {
        code: 'change-held',
        what: `The review held the change back: ${end.detail}`,
        fix: catalogue['change-held'].fix,
      };
    case 'refused':
      return {
        code: 'push-refused',
        what: `The push to ${end.branch} was refused: ${end.detail}.`,
        fix: 'Mend what the refusal names, then re-run the failed jobs.',
      };
    case 'none':
    case 'opened':
    case 'updated':
    case 'pushed':
    case 'applied':
    case 'not-applied':
    case 'not-permitted':
      return undefined;
  }
}
