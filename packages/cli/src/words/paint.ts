import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is where nobody sees colours: in a pipe, and with NO_COLOR. */
export type Paint = (style: Style, text: string) => string;

/** Colours for a stream. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (style, text) => styleText(style, text, { stream });
}

/** No colours. */
export const plain: Paint = (_, text) => text;
