import { createInterface } from 'node:readline/promises';
import { Misuse } from '../misuse.ts';
import { Refusal } from '../refusal.ts';
import { oneOf } from '../words/parse-options.ts';
import { type Choices, pullRequests, queues, triggers } from './choices.ts';
import { lineOf, loginOf } from './init-command-line.ts';

/** Somebody who can be asked. An empty answer takes what stands in brackets. */
export interface Person extends Disposable {
  answer(question: string): Promise<string>;
}

/** The person at the terminal. Whoever ends the input ends the command. */
export function personAt(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Person {
  const lines = createInterface({ input, output });
  const left = new Promise<never>((_, reject) => {
    lines.once('close', () => reject(new Refusal('Nothing was written: the questions were left.')));
  });
  // It also closes when all is answered.
  left.catch(() => undefined);
  return {
    // First what is told of who has left: nobody can be asked then.
    answer: (question) => Promise.race([left, lines.question(question)]),
    [Symbol.dispose]: () => lines.close(),
  };
}

/** Asks for what the command line left open, as far as most people care. */
export async function askChoices(person: Person, choices: Choices, open: readonly string[]): Promise<Choices> {
  let chosen = choices;
  const isOpen = (name: keyof Choices) => open.includes(name);
  if (isOpen('trigger')) chosen = { ...chosen, trigger: await choose(person, 'What asks Codex?', triggers, asking) };
  if (chosen.trigger === 'label' && isOpen('label')) {
    const label = await insist(person, 'Which label? [codex] ', (word) => lineOf('That', word || 'codex'));
    chosen = { ...chosen, label };
  }
  if (chosen.trigger === 'assignee' && isOpen('assignee')) {
    const assignee = await insist(person, 'Assigned to which login? ', (word) => loginOf('That', word));
    chosen = { ...chosen, assignee };
  }
  if (isOpen('queue')) chosen = { ...chosen, queue: await choose(person, 'Where do requests wait?', queues, waiting) };
  if (isOpen('pullRequest')) {
    const pullRequest = await choose(person, 'When is a pull request opened?', pullRequests, proposing);
    chosen = { ...chosen, pullRequest };
  }
  return chosen;
}

const asking = {
  all: 'every issue and comment of people with write permission',
  mention: 'a text that names @codex',
  label: 'an issue with a label',
  assignee: 'an issue that is assigned to a login',
};
const waiting = {
  none: 'nowhere: threads run side by side, each in order',
  branch: 'on a branch: one worker, one request after the other',
};
const proposing = {
  auto: 'with the first change',
  'on-request': 'when somebody writes /codex pr',
  never: 'never: changes are only pushed',
};

/** Whether to go on. */
export async function agrees(person: Person, question: string): Promise<boolean> {
  return /^(?:|y|yes)$/i.test((await person.answer(`${question} [Y/n] `)).trim());
}

/** Shows each word with what it does; the first is usual. */
function choose<T extends string>(
  person: Person,
  question: string,
  words: readonly [T, ...(readonly T[])],
  meaning: Readonly<Record<T, string>>,
): Promise<T> {
  const [usual] = words;
  const widest = Math.max(...words.map((word) => word.length));
  const lines = words.map((word) => `  ${word.padEnd(widest)}  ${meaning[word]}\n`);
  return insist(person, `${question}\n${lines.join('')}[${usual}] `, (word) =>
    word === '' ? usual : oneOf('That', word, words),
  );
}

/** Asks until the answer is one. */
async function insist<T>(person: Person, question: string, read: (word: string) => T): Promise<T> {
  let asked = question;
  for (;;) {
    const word = (await person.answer(asked)).trim();
    try {
      return read(word);
    } catch (error) {
      if (!(error instanceof Misuse)) throw error;
      asked = `${error.message}\n${question.split('\n').at(-1)}`;
    }
  }
}
