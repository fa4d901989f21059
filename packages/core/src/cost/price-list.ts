/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  /** Input that OpenAI had seen shortly before. */
  readonly cachedInput: number;
  /** What is written, with what is thought before. */
  readonly output: number;
}

/**
 * What OpenAI's price list (developers.openai.com/api/docs/pricing) asked on this day for ordinary requests, as accounts of it
 * that agree with each other gave it. It leaves out what a turn may cost beside: requests of more than 272,000 tokens, writing
 * to the cache, other service tiers, other regions.
 */
export const PRICES_OF = '2026-11-05';

/** The models that the default release of Codex offers. What is not here has no price that we know. */
export const priceList: Readonly<Record<string, Price>> = {
  'gpt-6-astra': { input: 10, cachedInput: 1, output: 50 },
  'gpt-6.1-sol': { input: 2, cachedInput: 0.1, output: 10 },
  'gpt-6.1-terra': { input: 1, cachedInput: 0.05, output: 5 },
  'gpt-6-sol': { input: 2, cachedInput: 0.2, output: 10 },
  'gpt-6-luna': { input: 0.1, cachedInput: 0.01, output: 0.5 },
  'gpt-5.6-sol': { input: 4, cachedInput: 0.4, output: 20 },
  'gpt-5.6-terra': { input: 2, cachedInput: 0.2, output: 12 },
  'gpt-5.6-luna': { input: 0.2, cachedInput: 0.02, output: 1.2 },
  'gpt-5.5': { input: 5, cachedInput: 0.5, output: 30 },
};
