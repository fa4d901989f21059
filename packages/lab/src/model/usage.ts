import type { ModelRequest } from './request.ts';
import type { ResponseItem } from './response-items.ts';

/** English text and code come to about four characters a token. */
const CHARACTERS_PER_TOKEN = 4;
/** OpenAI caches the start of a prompt in blocks of 128 tokens. */
const CACHE_BLOCK = 128;

/** The `usage` of a response, in proportion to what was sent and said. */
export function usageOf(request: ModelRequest, items: readonly ResponseItem[]): object {
  const input = tokens(request.inputLength);
  const cached = Math.floor(tokens(request.knownLength) / CACHE_BLOCK) * CACHE_BLOCK;
  const thought = tokens(length(items.filter(({ type }) => type === 'reasoning')));
  const output = tokens(length(items));
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: Math.min(cached, input) },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: thought },
    total_tokens: input + output,
  };
}

function tokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

function length(items: readonly ResponseItem[]): number {
  return items.length === 0 ? 0 : JSON.stringify(items).length;
}
