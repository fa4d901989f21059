import type { Sign } from '@codex-worker/core';
import type { CodexEvent } from '../process/event.ts';
import { unwrapped } from './render-event.ts';

/** What an event shows of the work that people see; undefined where it shows nothing of it. Paths are those in the workspace. */
export function signOf(event: CodexEvent, workspace: string): Sign | undefined {
  const inWorkspace = (text: string): string => text.replaceAll(`${workspace}/`, '');
  switch (event.kind) {
    case 'planned':
      return event;
    case 'command-started':
      return { kind: 'command-started', command: inWorkspace(unwrapped(event.command)) };
    case 'command-ended':
      return { kind: 'command-ended', command: inWorkspace(unwrapped(event.command)), exitCode: event.exitCode };
    case 'files-changed':
      return event.applied
        ? { kind: 'files-changed', paths: event.changes.map(({ path }) => inWorkspace(path)) }
        : undefined;
    case 'message':
    case 'thought':
      return { kind: 'said', text: event.text };
    case 'tool-called':
      return { kind: 'tool-used', name: `${event.server}.${event.tool}` };
    case 'searched':
      return { kind: 'tool-used', name: `search: ${event.query}` };
    case 'session':
    case 'warning':
    case 'turn-completed':
    case 'turn-failed':
    case 'other':
      return undefined;
  }
}
