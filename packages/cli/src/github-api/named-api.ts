import { urlOf } from '../words/url-argument.ts';

/** The API that a person named, by an option or by the environment; undefined: none is named. */
export function namedApi(option: string | undefined, { GITHUB_API_URL: named }: NodeJS.ProcessEnv): string | undefined {
  return option ?? (named ? urlOf('GITHUB_API_URL', named) : undefined);
}
