import type { Ledger, RequestRecord } from '../ledger/ledger.ts';
import { texts } from '../reply/texts.ts';
import { digest } from '../request/digest.ts';
import { baseOf, type Request, type RequestId } from '../request/request.ts';
import { admit, type Person } from '../standing/standing.ts';
import type { Thread } from '../thread/thread.ts';
import type { Run } from './progress.ts';

/** What `/codex retry` takes once more, or why there is nothing. */
export type Retry =
  | { readonly kind: 'found'; readonly request: Request }
  | { readonly kind: 'none'; readonly text: string };

/** The last request that failed or was cancelled, as it stands on GitHub now. */
export async function findRetry(run: Run, ledger: Ledger): Promise<Retry> {
  const { thread } = run.state;
  const record = lastFailed(ledger);
  const id = record?.id ?? openingOf(thread, ledger);
  if (id === undefined) return none(texts.nothingFailed);
  if (id.startsWith('dispatch-')) return none(texts.retryByHand);
  const request = await run.ports.conversation.request(thread, id);
  if (request === undefined) return none(texts.retryDeleted);
  // Without a record, nobody was ever found to have standing for it.
  if (record === undefined && !(await mayAsk(run, request.author))) return none(texts.nothingFailed);
  if (record?.digest === digest(request.text)) return { kind: 'found', request };
  const editor = await editorOf(run, request);
  if (await mayAsk(run, editor)) return { kind: 'found', request };
  return none(texts.requestChanged(request.author.login, editor));
}

const none = (text: string): Retry => ({ kind: 'none', text });

/** A record that only took another one up again is settled with that. */
const lastFailed = ({ requests }: Ledger): RequestRecord | undefined =>
  requests.findLast(({ state, again }) => again === undefined && (state === 'failed' || state === 'cancelled'));

/** A first turn that began no session leaves no ledger either: then the issue itself is what failed. */
const openingOf = ({ kind, number }: Thread, { turns }: Ledger): RequestId | undefined =>
  kind === 'issue' && turns.length === 0 ? `issue-${number}` : undefined;

async function editorOf({ ports, state }: Run, { id, author }: Request): Promise<Person> {
  const editors = await ports.conversation.lastEditors(state.thread, [baseOf(id)]);
  return editors.get(baseOf(id)) ?? author;
}

async function mayAsk({ ports, order }: Run, person: Person): Promise<boolean> {
  return (await admit(ports.people, person, order.policy)).kind === 'admitted';
}
