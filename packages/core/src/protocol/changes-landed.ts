import { REQUEST_TRAILER } from '../proposal/commit-message.ts';
import type { FakeCommit } from '../testing/index.ts';
import type { Token } from './asked.ts';
import type { Play } from './play.ts';
import { type Said, turnOf } from './replies.ts';
import { sessionTold } from './session-told.ts';

/** What is wrong with the commits of the answers. */
export function changesLanded(all: Play, said: readonly Said[]): readonly string[] {
  return said.flatMap((one) => landed(all, one, turnOf([], one)));
}

/** What Codex changed for an answer is in exactly one commit, or the answer says that it was not pushed. */
function landed(all: Play, { marker, comment }: Said, turn: number | undefined): readonly string[] {
  const { requestId: id, outcome } = marker;
  const taken = all.turns[turn ?? -1];
  if (turn === undefined || outcome !== 'answered' || !taken?.changed) return [];
  const history = commitsIn(all);
  const own = history.filter(({ message }) => message.includes(`${REQUEST_TRAILER}: ${id}\n`));
  // Each of two runs at once may name what the other one pushed.
  if (own.length > 1 && !all.overlapped) return [`the change of ${id} is on the branch ${own.length} times`];
  const isThere = [...history, ...all.deletedCommits].some(({ files }) => holds(all, files, taken.tokens, turn));
  const saysSo = /was not pushed|no longer applies/.test(comment.body);
  const isUndone = sessionTold(all, taken.thread, all.log).undone.has(turn);
  return isThere || saysSo || isUndone
    ? []
    : [`the change of ${id} (turn ${turn}) is nowhere, and its reply does not say so`];
}

/**
 * Two runs at once may each answer a request, or its edit: one's commit and the other's words are what people see. The same
 * goes where the session was taken away after its change was pushed.
 */
function holds(all: Play, files: ReadonlyMap<string, string>, tokens: readonly Token[], turn: number): boolean {
  if (!all.overlapped && !all.tampered) return tokens.some((token) => files.get(`${token}.txt`) === `turn ${turn}`);
  const asks = tokens.map((token) => token.split('.')[0]);
  return [...files.keys()].some((path) => asks.includes(path.split('.')[0]));
}

function commitsIn({ world: { repository } }: Play): readonly FakeCommit[] {
  const commits = repository.branches().flatMap(repository.history);
  return [...new Map(commits.map((commit) => [commit.sha, commit])).values()];
}

/** A thread has one pull request. */
export function onePullRequest({ world }: Play): readonly string[] {
  const branches = world.proposals.all().map(({ branch }) => branch);
  const twice = new Set(branches.filter((branch, index) => branches.indexOf(branch) !== index));
  return [...twice].map((branch) => `there are several pull requests of ${branch}`);
}
