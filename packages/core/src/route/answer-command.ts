import type { Command } from '../command/command.ts';
import { isFinal, renderMarker } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { runName } from '../reply/render-reply.ts';
import { texts } from '../reply/texts.ts';
import { type Request, shortDigest } from '../request/request.ts';
import type { Comment } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import type { RouterSettings } from './decide.ts';
import type { GroupFacts, RoutePorts } from './ports.ts';

type AtOnce = Command & { readonly kind: 'help' | 'unknown' | 'invalid' | 'status' | 'stop' };

/** Whether a steering word is answered by the router: it must not wait for the very run that it is about. */
export function isAnsweredAtOnce(command: Command | undefined): command is AtOnce {
  switch (command?.kind) {
    case 'help':
    case 'unknown':
    case 'invalid':
    case 'status':
    case 'stop':
      return true;
    default:
      return false;
  }
}

interface CommandOrder {
  readonly thread: Thread;
  readonly request: Request;
  readonly command: AtOnce;
}

/** Carries a steering word out and replies to it, once: an event that comes again finds the reply. */
export async function answerCommand(ports: RoutePorts, order: CommandOrder, settings: RouterSettings): Promise<void> {
  const { thread, request, command } = order;
  const { run, policy } = settings;
  const comments = await ports.conversation.newestComments(thread);
  const replies = ownMarkers(comments, policy.ownLogin);
  if (replies.some(({ marker }) => marker.requestId === request.id && isFinal(marker))) return;
  const answer = await answerTo(ports, order, settings, comments);
  const parts = 'unread' in command && command.unread ? [answer, texts.unread] : [answer];
  const marker = renderMarker({
    requestId: request.id,
    outcome: 'answered',
    run: runName(run),
    // It tells nothing of a session.
    session: 'none',
    textDigest: shortDigest(request.text),
  });
  await ports.conversation.post(thread, [...parts, marker].join('\n\n'), request.place?.reviewComment);
}

async function answerTo(
  ports: RoutePorts,
  { thread, command }: CommandOrder,
  settings: RouterSettings,
  comments: readonly Comment[],
): Promise<string> {
  switch (command.kind) {
    case 'help':
      return texts.help;
    case 'unknown':
      return texts.unknownWord(command.word);
    case 'invalid':
      return texts.invalidSetting(command.setting, command.value);
    case 'status':
      return status(ports, thread, settings, comments);
    case 'stop':
      return stop(ports, thread, settings);
  }
}

async function status(
  ports: RoutePorts,
  thread: Thread,
  { queue, policy, repositoryUrl }: RouterSettings,
  comments: readonly Comment[],
): Promise<string> {
  const group = await ports.runs.group(thread);
  const answers = ownMarkers(comments, policy.ownLogin).filter(
    ({ marker }) => marker.outcome === 'answered' && marker.session !== 'none',
  );
  const parts = [
    await whatRuns(ports, group, repositoryUrl),
    queue === 'branch' ? texts.queueHolds((await ports.queue.waiting()).length) : '',
    texts.lastAnswer(answers.at(-1)?.comment),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

async function whatRuns(ports: RoutePorts, group: GroupFacts, repositoryUrl: string): Promise<string> {
  switch (group.kind) {
    case 'known': {
      const since = group.holder && (await ports.runs.startedAt(group.holder));
      return texts.running({ url: group.holder?.url, since, waiting: group.waiting });
    }
    case 'absent':
      return (await ports.runs.hasGroups())
        ? texts.running({ url: undefined, since: undefined, waiting: 0 })
        : texts.runsUntold(repositoryUrl);
    case 'hidden':
      return texts.runsHidden(group.fix);
  }
}

/** Stops the run that holds the thread. Those that wait stay, and go on with what is open. */
async function stop(ports: RoutePorts, thread: Thread, { repositoryUrl }: RouterSettings): Promise<string> {
  const group = await ports.runs.group(thread);
  if (group.kind === 'hidden') return texts.runsHidden(group.fix);
  if (group.kind === 'absent') {
    return (await ports.runs.hasGroups()) ? texts.nothingRuns : texts.stopUntold(repositoryUrl);
  }
  if (!group.holder) return texts.nothingRuns;
  const end = await ports.runs.stop(group.holder);
  switch (end.kind) {
    case 'asked-to-stop':
      return texts.stopping(group.holder.url, group.waiting);
    case 'over-already':
      return texts.nothingRuns;
    case 'refused':
      return texts.stopRefused(group.holder.url, end.fix);
  }
}
