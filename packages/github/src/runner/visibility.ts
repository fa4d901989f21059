import type { Visibility } from '@codex-worker/core';
import * as v from 'valibot';
import { payloadIfReadable } from '../events/event-file.ts';
import type { RunFacts } from './run-facts.ts';

const withRepository = v.object({
  repository: v.object({
    id: v.number(),
    private: v.boolean(),
    visibility: v.fallback(v.optional(v.picklist(['public', 'internal', 'private'])), undefined),
  }),
});

/** Who can read the repository of the run, as its event tells. Costs no call; a schedule's event need not tell it. */
export async function readVisibility({ eventPath, repository }: RunFacts): Promise<Visibility> {
  const parsed = v.safeParse(withRepository, await payloadIfReadable(eventPath));
  // In a reusable workflow too, the event is one of the caller's repository: another one's says nothing of this.
  if (!parsed.success || parsed.output.repository.id !== repository.id) return 'unknown';
  const told = parsed.output.repository;
  if (!told.private) return 'public';
  return told.visibility === 'public' ? 'unknown' : (told.visibility ?? 'private');
}
