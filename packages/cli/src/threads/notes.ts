import { Failure } from '@codex-worker/core';

/** What a list leaves out, and why. */
export interface Notes {
  readonly said: readonly string[];
  /** Whether nothing was left out. */
  readonly complete: boolean;
  /** Notes that something was left out. */
  cut(what: string): void;
}

export function takeNotes(): Notes {
  const said = new Set<string>();
  return {
    get said() {
      return [...said];
    },
    get complete() {
      return said.size === 0;
    },
    cut: (what) => void said.add(what),
  };
}

/** What was read; where the token may not look, that is noted, and the list goes on without it. */
export async function notedOrElse<T>(
  notes: Notes,
  permission: string,
  otherwise: T,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'permission-missing') throw error;
    notes.cut(`${error.what} Use a token with the permission ${permission}.`);
    return otherwise;
  }
}
