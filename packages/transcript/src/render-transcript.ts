import { type Ledger, type Redactor, type Thread, threadKey } from '@codex-worker/core';
import { type PageFacts, renderPage } from './page/page.ts';
import { type Cleaner, cleanerOf } from './story/clean-text.ts';
import { cutLine } from './story/excerpt.ts';
import { readTurns } from './story/read-turns.ts';
import { threadStory } from './story/thread-story.ts';

export interface TranscriptOrder {
  readonly thread: Thread;
  /** `owner/name`; undefined where it is not known. */
  readonly repository: string | undefined;
  readonly title: string;
  /** Address of the thread; undefined where it is not known. */
  readonly address: string | undefined;
  readonly ledger: Ledger;
  /** The rollout of the thread's session; undefined where there is none. */
  readonly rollout: Buffer | undefined;
  readonly redactor: Redactor;
  /** Address of the run that makes the page; undefined where none does. */
  readonly run: string | undefined;
  readonly madeAt: Date;
}

/** Renders all turns of a thread as one page of HTML that loads nothing, runs nothing and shows every text as a text. */
export function renderTranscript(order: TranscriptOrder): string {
  const { thread, repository, address, rollout, redactor, run, madeAt } = order;
  const clean = cleanerOf(redactor);
  const ledger = cleanLedger(order.ledger, clean);
  const told = rollout === undefined ? [] : readTurns(rollout, clean);
  const title = cutLine(clean(order.title.replaceAll(/\s+/g, ' ').trim()), 300) || threadKey(thread);
  const facts: PageFacts = {
    name: repository === undefined ? threadKey(thread) : `${repository}#${thread.number}`,
    title,
    address,
    sessionId: ledger.settings.sessionId,
    codexVersion: ledger.turns.at(-1)?.codexVersion,
    run,
    madeAt: madeAt.toISOString(),
  };
  return renderPage(threadStory(ledger, told), facts);
}

/** A model and an effort are what a person asked for in words. */
function cleanLedger(ledger: Ledger, clean: Cleaner): Ledger {
  const short = (text: string): string => cutLine(clean(text), 100);
  return {
    ...ledger,
    requests: ledger.requests.map((request) => ({ ...request, author: short(request.author) })),
    turns: ledger.turns.map(({ model, effort, codexVersion, ...turn }) => ({
      ...turn,
      codexVersion: short(codexVersion),
      ...(model === undefined ? {} : { model: short(model) }),
      ...(effort === undefined ? {} : { effort: short(effort) }),
    })),
  };
}
