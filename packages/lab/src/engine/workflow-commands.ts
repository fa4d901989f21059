/** A line that a step prints to speak to the runner. */
export type WorkflowCommand =
  | {
      readonly kind: 'annotation';
      readonly level: 'notice' | 'warning' | 'error';
      readonly message: string;
      readonly title: string | undefined;
    }
  | { readonly kind: 'mask'; readonly value: string }
  | { readonly kind: 'group'; readonly title: string }
  | { readonly kind: 'end-group' }
  | { readonly kind: 'debug'; readonly message: string }
  | { readonly kind: 'state'; readonly name: string; readonly value: string }
  | { readonly kind: 'refused'; readonly name: string }
  | { readonly kind: 'text'; readonly line: string };

/** Reads the lines of one step: `::stop-commands::token` turns commands into text until `::token::` comes. */
export function commandReader(): (line: string) => WorkflowCommand {
  let stopToken: string | undefined;
  return (line) => {
    const command = split(line);
    if (command === undefined) return { kind: 'text', line };
    if (stopToken !== undefined) {
      if (command.name === stopToken) stopToken = undefined;
      return { kind: 'text', line };
    }
    if (command.name === 'stop-commands') {
      stopToken = command.value;
      return { kind: 'text', line };
    }
    return interpret(command, line);
  };
}

interface RawCommand {
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly value: string;
}

function split(line: string): RawCommand | undefined {
  const match = /^\s*::([^\s:]+)(?:\s+([^:]*(?::(?!:)[^:]*)*))?::(.*)$/s.exec(line);
  if (match === null) return undefined;
  const [, name = '', list = '', value = ''] = match;
  const properties = list.split(',').flatMap((pair) => {
    const [key = '', text] = pair.split(/=(.*)/s);
    return text === undefined ? [] : [[key.trim(), unescapeProperty(text)] as const];
  });
  return { name, properties: new Map(properties), value };
}

function interpret({ name, properties, value }: RawCommand, line: string): WorkflowCommand {
  switch (name) {
    case 'error':
    case 'warning':
    case 'notice':
      return { kind: 'annotation', level: name, message: unescapeValue(value), title: properties.get('title') };
    case 'add-mask':
      return { kind: 'mask', value: unescapeValue(value) };
    case 'group':
      return { kind: 'group', title: unescapeValue(value) };
    case 'endgroup':
      return { kind: 'end-group' };
    case 'debug':
      return { kind: 'debug', message: unescapeValue(value) };
    case 'save-state':
      return { kind: 'state', name: properties.get('name') ?? '', value: unescapeValue(value) };
    case 'set-env':
    case 'add-path':
    case 'set-output':
      return { kind: 'refused', name };
    default:
      return { kind: 'text', line };
  }
}

function unescapeValue(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function unescapeProperty(text: string): string {
  return unescapeValue(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}
