import { renderMarker } from '../reply/marker.ts';
import { issue12 } from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';
import { openingText } from '../turn/prompt.ts';
import { type Asked, current, hasStanding } from './asked.ts';
import type { Happening } from './happening.ts';
import type { Play } from './play.ts';
import { tellEdit, tellEvent } from './tell-event.ts';
import { type Words, write } from './words.ts';

/** A comment that somebody makes. */
export interface CommentMade {
  readonly by: string;
  readonly inPullRequest: boolean;
  readonly words: Words;
  readonly thread?: Thread;
}

/** Somebody comments, and GitHub tells of it. */
export async function comment(all: Play, { by, inPullRequest, words, thread: where }: CommentMade): Promise<void> {
  const [pullRequest] = all.world.proposals.all();
  const moved: Thread = inPullRequest && pullRequest ? { kind: 'pr', number: pullRequest.number } : issue12;
  const thread = where ?? moved;
  const token = `ask-${all.asked.length}.0` as const;
  // A marker that a stranger pastes is only text.
  const forged = hasStanding(by) ? '' : `\n\n${forgedMarker(all)}`;
  const { id, createdAt, text } = all.world.ask(by, thread, `${write(words, token)}${forged}`);
  const number = Number(id.slice('comment-'.length));
  const asked: Asked = {
    thread,
    id: `comment-${number}`,
    author: by,
    createdAt,
    editions: [{ token, words, text, by, at: createdAt }],
    deleted: false,
  };
  all.asked.push(asked);
  await tellEvent(all, asked);
}

function forgedMarker({ asked }: Play): string {
  const requestId = asked.at(-1)?.id ?? 'issue-12';
  return renderMarker({ requestId, outcome: 'answered', run: '701.1' });
}

type EditMade = Pick<Extract<Happening, { kind: 'edit' }>, 'by' | 'words'>;

/** Somebody changes what was written, and GitHub tells of it. */
export async function edit(all: Play, asked: Asked, { by, words }: EditMade): Promise<void> {
  const { clock, conversation } = all.world;
  if (asked.deleted) return;
  const editor = by === 'author' ? asked.author : by;
  const token = `ask-${all.asked.indexOf(asked)}.${asked.editions.length}` as const;
  const isOpening = asked.id.startsWith('issue-');
  const [first] = asked.editions;
  const written = words === 'first' ? undefined : write(isOpening ? 'plain' : words, token);
  const text = written === undefined ? first.text : isOpening ? openingText('Add up', written) : written;
  if (text === current(asked).text) return;
  // GitHub's times have whole seconds: an edit within the second of the comment looks like none.
  clock.advance(1);
  const edition = words === 'first' ? first : { token, words: isOpening ? 'plain' : words, text };
  asked.editions.push({ ...edition, by: editor, at: clock.stamp() });
  if (isOpening) conversation.editThread(asked.thread, written ?? 'Sum all lines.', editor);
  else conversation.edit(Number(asked.id.slice('comment-'.length)), text, editor);
  await tellEdit(all, asked);
}

/** Somebody deletes a comment; no event of it starts anything. */
export function remove(all: Play, asked: Asked): void {
  if (asked.id.startsWith('issue-')) return;
  asked.deleted = true;
  all.world.conversation.deleteComment(Number(asked.id.slice('comment-'.length)));
}
