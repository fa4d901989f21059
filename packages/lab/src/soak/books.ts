import type { Evidence, Said } from './evidence.ts';
import type { Asked, SoakThread } from './soak-thread.ts';

/** What became of the requests of a thread and of the pull request that it moved to. */
export interface Balance {
  /** Requests without a final reply. */
  readonly lost: readonly string[];
  /** Requests with more than one, and commits or pull requests that were made twice. */
  readonly double: readonly string[];
  /** Replies that say what is not so, or stand in the wrong order, and turns that forgot an earlier one. */
  readonly wrong: readonly string[];
}

/** Compares what was asked with what stands in the threads, in the branch and in the list of pull requests. */
export function balance(thread: SoakThread, evidence: Evidence): Balance {
  const finals = new Map(thread.asked.map((asked) => [asked.id, finalsOf(asked, evidence)]));
  const count = ({ id }: Asked) => finals.get(id)?.length ?? 0;
  return {
    lost: thread.asked.filter((asked) => count(asked) === 0).map(({ id }) => id),
    double: [
      ...thread.asked.filter((asked) => count(asked) > 1).map(({ id }) => id),
      ...doubleCommits(evidence),
      ...(evidence.pulls.length > 1 ? [`pull request of issue-${thread.issue}`] : []),
    ],
    wrong: [
      ...thread.asked.flatMap((asked) => untruths(asked, evidence)),
      ...falseLinks(evidence),
      ...disorder(thread, evidence),
      ...forgotten(thread, evidence),
    ],
  };
}

/** Several balances as one. */
export function together(balances: readonly Balance[]): Balance {
  return {
    lost: balances.flatMap(({ lost }) => lost),
    double: balances.flatMap(({ double }) => double),
    wrong: balances.flatMap(({ wrong }) => wrong),
  };
}

const ends: readonly string[] = ['answered', 'refused', 'cancelled'];

/** A line in the issue only says that the answer is in the pull request. */
const isPointer = ({ body }: Said): boolean => body.startsWith('This was asked before the conversation moved');

const finalsOf = ({ id }: Asked, { said }: Evidence): readonly Said[] =>
  said
    .filter((one) => !isPointer(one))
    .filter(({ markers }) => markers.some(({ requestId, outcome }) => requestId === id && ends.includes(outcome)));

/** An answer, and not a word about where the conversation went. */
const isAnswer = ({ body }: Said): boolean => body.includes('You asked:');

function doubleCommits({ commits }: Evidence): readonly string[] {
  const all = commits.flatMap(({ requests }) => requests);
  return [...new Set(all.filter((id, index) => all.indexOf(id) !== index))].map((id) => `commit of ${id}`);
}

/** What a reply promises, against what is there. */
function untruths(asked: Asked, evidence: Evidence): readonly string[] {
  const { id, words, file } = asked;
  const about = evidence.said.filter(({ markers }) => markers.some(({ requestId }) => requestId === id));
  const finals = finalsOf(asked, evidence);
  const isUnder = (outcome: string) =>
    about.some(({ markers }) => markers.some((one) => one.requestId === id && one.outcome === outcome));
  const answer = finals.find(isAnswer);
  const undelivered = answer !== undefined && !/was not pushed|no longer applies/.test(answer.body);
  return [
    ...(isUnder('cancelled') ? [`${id} is called cancelled, and nobody cancelled it`] : []),
    ...(answer !== undefined && !answer.body.includes(words) ? [`${id} has the answer to something else`] : []),
    ...(undelivered && file !== undefined && !evidence.files.includes(file)
      ? [`${id} is answered without its change ${file}`]
      : []),
    ...(finals.some(({ body }) => body.includes('was lost')) ? [`${id} is told that its reply was lost`] : []),
  ];
}

/** Links to pull requests and commits that do not exist. */
function falseLinks({ said, pulls, commits }: Evidence): readonly string[] {
  return said.flatMap(({ body }) => {
    const pull = /→ Pull request #(\d+)/.exec(body)?.[1];
    const sha = /→ ([0-9a-f]{7}) on `/.exec(body)?.[1];
    return [
      ...(pull !== undefined && !pulls.includes(Number(pull)) ? [`a reply names pull request #${pull}`] : []),
      ...(sha !== undefined && !commits.some((commit) => commit.sha.startsWith(sha))
        ? [`a reply names commit ${sha}`]
        : []),
    ];
  });
}

/** Answers that stand in another order than their requests. */
function disorder({ asked }: SoakThread, { said }: Evidence): readonly string[] {
  const numbers = [...new Set(asked.map(({ at }) => at))];
  return numbers.flatMap((number) => {
    const ids = asked.filter(({ at }) => at === number).map(({ id }) => id);
    const here = said.filter((one) => one.at === number && isAnswer(one));
    const order = here
      .flatMap(({ markers }) => markers.map(({ requestId }): string => requestId))
      .filter((id) => ids.includes(id));
    const sorted = order.toSorted((a, b) => serial(a) - serial(b));
    const wrong = order.find((id, index) => id !== sorted[index]);
    return wrong === undefined ? [] : [`${wrong} is out of order`];
  });
}

/** The first request of an issue is older than its comments. */
const serial = (id: string): number => (id.startsWith('issue-') ? 0 : Number(id.split('-').at(-1)));

/** The newest turn of a pull request has to know everything that was answered there before. */
function forgotten({ pull, asked }: SoakThread, evidence: Evidence): readonly string[] {
  const here = asked.filter((one) => one.at === pull && finalsOf(one, evidence).some(isAnswer));
  const newest = here.toSorted((a, b) => serial(a.id) - serial(b.id)).at(-1);
  const turn = evidence.turns.findLast((prompts) => newest !== undefined && prompts.at(-1)?.includes(newest.words));
  if (turn === undefined) return [];
  const remembered = turn.join('\n');
  return here.filter(({ words }) => !remembered.includes(words)).map(({ id }) => `${id} is forgotten in a later turn`);
}
