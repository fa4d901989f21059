import { Validator } from '@cfworker/json-schema';
import { type Agent, cutText, type StructuredAnswer } from '@codex-worker/core';
import type { AnswerSchema } from './answer-schema.ts';

/** All outputs of a job have a megabyte, two bytes a character; the rest is for the other ones. */
const LONGEST = 400_000;

/** An agent whose answers are looked at: Codex asks the model to follow a schema, and does not look whether it did. */
export function structuredAgent(agent: Agent, { schema }: AnswerSchema): Agent {
  const validator = new Validator(schema, '2020-12', false);
  return {
    async takeTurn(order, signal) {
      const end = await agent.takeTurn(order, signal);
      return end.kind === 'answered' ? { ...end, structured: structured(end.finalMessage, validator) } : end;
    },
  };
}

function structured(message: string, validator: Validator): StructuredAnswer {
  const answer = parsed(message);
  if (answer === undefined) return { kind: 'unfit', why: 'it is no JSON' };
  const { valid, errors } = validator.validate(answer.value);
  if (!valid) {
    // The last error is the innermost: those before it only say where it is.
    const { instanceLocation = '#', error = '' } = errors.at(-1) ?? {};
    return { kind: 'unfit', why: `at \`${asCode(instanceLocation)}\`, ${asText(error)}` };
  }
  const json = JSON.stringify(answer.value);
  if (json.length <= LONGEST) return { kind: 'fits', json };
  return { kind: 'unfit', why: `it has ${json.length} characters, and an output holds ${LONGEST}` };
}

function parsed(message: string): { readonly value: unknown } | undefined {
  try {
    // A model that was not made to answer in JSON alone puts it into a block of code.
    return { value: JSON.parse(message.trim().replace(/^```(?:json)?\n([\s\S]*)\n```$/, '$1')) };
  } catch {
    return undefined;
  }
}

/** Names in an answer are the model's. */
const asCode = (text: string): string => cutText(text.replaceAll(/[`\s]+/g, ' '), 200);
/** What the validator says, in the words of a sentence. */
function asText(error: string): string {
  if (error === 'False boolean schema.') return 'the value is not allowed there';
  const words = error.replace(/^Instance/, 'the value').replaceAll(/[^\w .,:'"()/-]+/g, ' ');
  return cutText(
    words
      .replaceAll(/\s+/g, ' ')
      .trim()
      .replace(/[ .]+$/, ''),
    300,
  );
}
