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
    answer: (question) => Promise.race([lines.question(question), left]),
    [Symbol.dispose]: () => lines.close(),
  };
}

/** Asks for what the command line left open, as far as most people care. */
export async function askChoices(person: Person, choices: Choices, open: readonly string[]): Promise<Choices> {
  let chosen = choices;
  const isOpen = (name: keyof Choices) => open.includes(name);
  if (isOpen('trigger')) {
    const trigger = await choose(
      person,
      'What asks Codex: all texts of people with write permission, or only a mention, a label or an assignment?',
      triggers,
      chosen.trigger,
    );
    chosen = { ...chosen, trigger };
  }
  if (chosen.trigger === 'label' && isOpen('label')) {
    chosen = {
      ...chosen,
      label: await insist(person, 'Which label? [codex] ', (word) => lineOf('That', word || 'codex')),
    };
  }
  if (chosen.trigger === 'assignee' && isOpen('assignee')) {
    chosen = {
      ...chosen,
      assignee: await insist(person, 'Assigned to which login? ', (word) => loginOf('That', word)),
    };
  }
  if (isOpen('queue')) {
    const queue = await choose(
      person,
      'Do requests of different threads run at once (none), or wait in a queue on a branch?',
      queues,
      chosen.queue,
    );
    chosen = { ...chosen, queue };
  }
  if (isOpen('pullRequest')) {
    const pullRequest = await choose(
      person,
      'Open pull requests with the first change, on request, or never?',
      pullRequests,
      chosen.pullRequest,
    );
    chosen = { ...chosen, pullRequest };
  }
  return chosen;
}

/** Whether to go on. */
export async function agrees(person: Person, question: string): Promise<boolean> {
  return /^(?:|y|yes)$/i.test((await person.answer(`${question} [Y/n] `)).trim());
}

function choose<T extends string>(person: Person, question: string, words: readonly T[], fallback: T): Promise<T> {
  return insist(person, `${question} (${words.join(', ')}) [${fallback}] `, (word) =>
    word === '' ? fallback : oneOf('That', word, words),
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
      asked = `${error.message}\n${question}`;
    }
  }
}
