import type { RunLink } from '../reply/render-reply.ts';
import { texts } from '../reply/texts.ts';
import type { RequestId } from '../request/request.ts';
import { turnRerunAway } from '../standing/rerun.ts';
import type { Person } from '../standing/standing.ts';
import { isLimited, type TurnLimits } from '../standing/turn-limits.ts';
import type { Thread } from '../thread/thread.ts';
import { acknowledge } from './acknowledge.ts';
import { answerCommand, isAnsweredAtOnce } from './answer-command.ts';
import { enqueue } from './enqueue.ts';
import type { ConversationEvent } from './event.ts';
import { type Asked, planRoute, type RefusalCode, type RouteContext } from './plan.ts';
import type { RoutePorts } from './ports.ts';
import { promiseTurn } from './promise-turn.ts';
import { refuse } from './refuse.ts';
import type { Start } from './route.ts';

export interface RouterSettings extends RouteContext {
  /** `branch`: what would be run waits in the queue of the repository instead. */
  readonly queue: 'none' | 'branch';
  /** Whether to say how many runs are ahead. */
  readonly announceQueue: boolean;
  /** How many turns there may be. */
  readonly limits: TurnLimits;
  /** Who started the run again; undefined in its first attempt. */
  readonly rerunBy: Person | undefined;
  /** Page of the repository. */
  readonly repositoryUrl: string;
  readonly run: RunLink;
  /** ISO 8601. */
  readonly now: string;
}

interface Placed {
  readonly reason: string;
  readonly thread: Thread;
  readonly requestId: RequestId;
}

/** The decision, as later jobs obey it. */
export type RouteDecision =
  | { readonly kind: 'ignore'; readonly reason: string }
  | (Placed & { readonly kind: 'refuse'; readonly code: RefusalCode })
  /** A steering word that is answered already. */
  | (Placed & { readonly kind: 'command'; readonly asker: string })
  | (Placed & {
      readonly kind: 'run' | 'enqueue';
      readonly asker: string;
      readonly start: Start;
      /** Branch that the thread works on, as far as it is known before the session is read. */
      readonly ref: string;
      readonly sha: string;
      readonly base: string;
      /** Whether the head of the pull request is a stranger's: then Codex only reads, at `sha`. */
      readonly fork: boolean;
    });

/** Routes an event: who asks, what for, in which thread. Strangers get silence; people with standing get an answer. */
export async function decideRoute(
  ports: RoutePorts,
  event: ConversationEvent,
  settings: RouterSettings,
): Promise<RouteDecision> {
  const plan = await planRoute(ports, event, settings);
  if (plan.kind === 'ignore') return plan;
  const away = await turnRerunAway(ports, settings.rerunBy, settings.policy);
  if (away !== undefined) return { kind: 'ignore', reason: away };
  const { asked } = plan;
  const thread = asked.thread ?? (await openThread(ports, asked));
  const placed = { thread, requestId: asked.request.id };
  if (plan.kind === 'refuse') {
    await refuse(ports, { ...plan, thread }, settings);
    return { kind: 'refuse', code: plan.code, reason: plan.reason, ...placed };
  }
  const decided = { reason: asked.because, ...placed, asker: asked.asker.login };
  if (isAnsweredAtOnce(asked.command)) {
    await answerCommand(ports, { thread, request: asked.request, command: asked.command }, settings);
    return { kind: 'command', ...decided };
  }
  const limit = await promiseTurn(ports, { ...asked, thread }, settings);
  if (limit) {
    const refusal = { kind: 'refuse', code: 'turns-used-up', reason: texts.turnLimit(limit) } as const;
    await refuse(ports, { ...refusal, asked, thread }, settings);
    return { ...refusal, ...placed };
  }
  const run = { ...decided, start: asked.start, ref: asked.ref, sha: asked.sha, base: asked.base, fork: asked.fork };
  if (settings.queue === 'branch') {
    await enqueue(ports, { ...asked, thread }, quietIfLimited(settings));
    return { kind: 'enqueue', ...run };
  }
  await acknowledge(ports, { thread, request: asked.request, opens: run.start === 'new' }, quietIfLimited(settings));
  return { kind: 'run', ...run };
}

/** Where turns are limited, each request has its promise: one comment that goes again is enough. */
const quietIfLimited = (settings: RouterSettings): RouterSettings =>
  isLimited(settings.limits) ? { ...settings, announceQueue: false } : settings;

async function openThread(ports: RoutePorts, { request, asker }: Asked): Promise<Thread> {
  return { kind: 'issue', number: await ports.openIssueFor(request.id, request.text, asker.login) };
}
