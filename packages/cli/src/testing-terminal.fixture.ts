import type { Person } from './init/ask.ts';
import type { Terminal } from './terminal.ts';
import { plain } from './words/paint.ts';

/** A terminal that keeps what is printed, with a person who gives these answers, or with nobody. */
export function testTerminal(
  environment: NodeJS.ProcessEnv,
  answers?: readonly string[],
): Terminal & { readonly printed: () => string; readonly questions: readonly string[] } {
  const parts: string[] = [];
  const questions: string[] = [];
  const left = [...(answers ?? [])];
  const person: Person = {
    answer: async (question) => {
      questions.push(question);
      const answer = left.shift();
      if (answer === undefined) throw new Error(`Nobody answers: ${question}`);
      return answer;
    },
    [Symbol.dispose]: () => {},
  };
  return {
    environment,
    paint: plain,
    columns: undefined,
    print: (text) => void parts.push(text),
    person: () => (answers === undefined ? undefined : person),
    printed: () => parts.join(''),
    questions,
  };
}
