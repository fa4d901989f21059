import type { Rule, Step } from '../model/rule.ts';

/**
 * What the model of a scene can be told to do, in the words of a request. Every line that begins with a verb is a step:
 * `wait 2000`, `shell <command>`, `write <file>: <text>`. Then it repeats what it was asked.
 */
export const standardRules: readonly Rule[] = [{ when: () => true, steps: obey }];

function obey(prompt: string): readonly Step[] {
  const steps = prompt.split('\n').flatMap(stepOf);
  return [...steps, { say: `You asked: ${prompt}` }];
}

function stepOf(line: string): readonly Step[] {
  const [, verb = '', rest = ''] = /^(wait|shell|write|hang) ?(.*)$/.exec(line.trim()) ?? [];
  switch (verb) {
    case 'wait':
      return [{ waitMs: Number(rest) }];
    case 'shell':
      return [{ run: rest }];
    case 'hang':
      return [{ hang: true }];
    case 'write': {
      const [file = '', text = ''] = rest.split(/: ?/);
      return [{ patch: `*** Begin Patch\n*** Add File: ${file}\n+${text}\n*** End Patch` }];
    }
    default:
      return [];
  }
}
