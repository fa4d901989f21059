import { baseOf, idNumber, kindOf, type RequestId } from '@codex-worker/core';

/** Where a request stands on GitHub; undefined for a run by hand. `thread` is the address of its thread. */
export function requestLink(id: RequestId, thread: string): string | undefined {
  const number = idNumber(baseOf(id));
  switch (kindOf(id)) {
    case 'issue':
      return thread;
    case 'comment':
      return `${thread}#issuecomment-${number}`;
    case 'review':
      return `${thread}#pullrequestreview-${number}`;
    case 'review-comment':
      return `${thread}#discussion_r${number}`;
    case 'dispatch':
      return undefined;
  }
}
