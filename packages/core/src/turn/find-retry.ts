import { parseCommand } from '../command/parse-command.ts';
import type { Ledger, RequestRecord } from '../ledger/ledger.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { texts } from '../reply/texts.ts';
import { digest } from '../request/digest.ts';
import { baseOf, type Request, type RequestId } from '../request/request.ts';
import { admit, type Person } from '../standing/standing.ts';
import type { Run } from './progress.ts';

/** What `/codex retry` takes once more, or why there is nothing. */
export type Retry =
  | { readonly kind: 'found'; readonly requests: readonly [Request, ...Request[]] }
  | { readonly kind: 'none'; readonly text: string };

type Looked = { readonly kind: 'found'; readonly request: Request } | Extract<Retry, { kind: 'none' }>;

/** The last request that failed or was cancelled, as it stands on GitHub now, with those that shared its turn. */
export async function findRetry(run: Run, ledger: Ledger, by: RequestId): Promise<Retry> {
  const records = lastFailed(ledger, by);
  const opening = records.length === 0 ? await failedOpening(run, ledger) : undefined;
  const wanted = opening === undefined ? records.map(({ id, digest }) => ({ id, digest })) : [{ id: opening }];
  const looked: Looked[] = [];
  for (const one of wanted) looked.push(await look(run, one));
  const [first, ...rest] = looked.flatMap((one) => (one.kind === 'found' ? [one.request] : []));
  // Where no ledger tells what it took up, a retry that failed has nothing of its own.
  if (first && parseCommand(first.text)?.kind === 'retry') {
    // Of the issue itself, the thread would tell the same for ever.
    return opening === undefined ? findRetry(run, without(ledger, first.id), by) : none(texts.nothingFailed);
  }
  if (first) return { kind: 'found', requests: [first, ...rest] };
  return looked.find((one) => one.kind === 'none') ?? none(texts.nothingFailed);
}

async function look(
  run: Run,
  { id, digest: known }: { readonly id: RequestId; readonly digest?: string },
): Promise<Looked> {
  if (id.startsWith('dispatch-')) return none(texts.retryByHand);
  const request = await run.ports.conversation.request(run.state.thread, id);
  if (request === undefined) return none(texts.retryDeleted);
  // Without a record, nobody was ever found to have standing for it.
  if (known === undefined && !(await mayAsk(run, request.author))) return none(texts.nothingFailed);
  if (known === digest(request.text)) return { kind: 'found', request };
  const editor = await editorOf(run, request);
  if (await mayAsk(run, editor)) return { kind: 'found', request };
  return none(texts.requestChanged(request.author.login, editor));
}

const none = (text: string): Extract<Retry, { kind: 'none' }> => ({ kind: 'none', text });

const without = (ledger: Ledger, gone: RequestId): Ledger => ({
  ...ledger,
  requests: ledger.requests.filter(({ id }) => id !== gone),
});

/** What failed last, in one turn. A record that only took another one up again is settled with that. */
function lastFailed({ requests }: Ledger, by: RequestId): readonly RequestRecord[] {
  const failed = requests.filter(
    ({ id, state, again }, index) =>
      again === undefined &&
      id !== by &&
      (state === 'failed' || state === 'cancelled') &&
      // With other words, it was asked and answered since.
      !requests.slice(index).some((later) => later.state === 'answered' && baseOf(later.id) === baseOf(id)),
  );
  const last = failed.at(-1);
  return failed.filter((record) => record === last || (record.turn !== undefined && record.turn === last?.turn));
}

/** A first turn that began no session leaves no ledger either: then our reply tells that the issue itself failed. */
async function failedOpening({ ports, state, order }: Run, { turns }: Ledger): Promise<RequestId | undefined> {
  const { thread, facts } = state;
  if (thread.kind === 'pr' || turns.length > 0) return undefined;
  const comments = await ports.conversation.commentsSince(thread, facts.createdAt);
  const told = ownMarkers(comments, order.policy.ownLogin).filter(
    ({ marker }) => marker.requestId === `issue-${thread.number}`,
  );
  return told.some(({ marker: { outcome } }) => outcome === 'failed' || outcome === 'cancelled')
    ? `issue-${thread.number}`
    : undefined;
}

async function editorOf({ ports, state }: Run, { id, author }: Request): Promise<Person> {
  const editors = await ports.conversation.lastEditors(state.thread, [baseOf(id)]);
  return editors.get(baseOf(id)) ?? author;
}

async function mayAsk({ ports, order }: Run, person: Person): Promise<boolean> {
  return (await admit(ports.people, person, order.policy)).kind === 'admitted';
}
