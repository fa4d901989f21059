import type { RoutePorts } from './ports.ts';

/** Telling people something never fails a run that can go on without: it warns. */
export async function unlessRefused(
  { warn }: Pick<RoutePorts, 'warn'>,
  what: string,
  tell: () => Promise<unknown>,
): Promise<void> {
  try {
    await tell();
  } catch (error) {
    warn(`Could not ${what}. ${error instanceof Error ? error.message : String(error)}`);
  }
}
