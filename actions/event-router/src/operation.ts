import { readInputs } from '@codex-worker/github';

/** What a step asks of the router: to route an event, to serve the queue, or to look for what was dropped. */
export function readOperation(): 'route' | 'count' | 'next' | 'remove' | 'sweep' {
  return readInputs((input) => input.oneOf('operation', ['route', 'count', 'next', 'remove', 'sweep']));
}
