import type { Diagnosis } from './classify-failure.ts';

/** Codex refuses more, after it has begun a session. */
const MOST_CHARACTERS = 1_048_576;

/** Why Codex would not take a prompt; undefined when it will. */
export function refusalOf(prompt: string): Diagnosis | undefined {
  if (prompt.trim() === '') return { code: 'prompt-empty', detail: 'The request has no text.' };
  const characters = lengthOf(prompt);
  if (characters <= MOST_CHARACTERS) return undefined;
  const detail = `The request has ${characters} characters, and Codex takes ${MOST_CHARACTERS}.`;
  return { code: 'prompt-too-long', detail };
}

/** Codex counts code points: an emoji is one, not two. */
function lengthOf(prompt: string): number {
  if (prompt.length <= MOST_CHARACTERS) return prompt.length;
  let pairs = 0;
  for (let index = 0; index < prompt.length; index++) {
    if ((prompt.charCodeAt(index) & 0xfc00) === 0xdc00) pairs++;
  }
  return prompt.length - pairs;
}
