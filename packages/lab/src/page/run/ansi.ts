import { html } from 'hono/html';
import type { Markup } from '../frame/markup.ts';

const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly colour: string | undefined;
}

const plain: Style = { bold: false, dim: false, colour: undefined };

/** Text of a terminal: colours and weight are shown, every other sequence is dropped. */
export function ansi(text: string): Markup | string {
  if (!text.includes('\u001b')) return text;
  let style = plain;
  // Everything that begins with ESC is a sequence; only those that end with m are about looks.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
  const pieces = text.split(/(\u001b\[[\d;?]*[A-Za-z]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b.?)/);
  return html`${pieces.map((piece) => {
    if (!piece.startsWith('\u001b')) return piece === '' ? '' : styled(piece, style);
    if (piece.endsWith('m')) style = changed(style, piece.slice(2, -1));
    return '';
  })}`;
}

function changed(before: Style, codes: string): Style {
  return codes.split(';').map(Number).reduce(withCode, before);
}

function withCode(style: Style, code: number): Style {
  switch (code) {
    case 0:
      return plain;
    case 1:
      return { ...style, bold: true };
    case 2:
      return { ...style, dim: true };
    case 22:
      return { ...style, bold: false, dim: false };
    case 39:
      return { ...style, colour: undefined };
  }
  // The bright ones are shown as the plain ones.
  const colour = colours[code >= 90 ? code - 90 : code - 30];
  return colour === undefined ? style : { ...style, colour };
}

function styled(text: string, { bold, dim, colour }: Style): Markup | string {
  if (!bold && !dim && colour === undefined) return text;
  const classes = [bold && 'ansi-bold', dim && 'ansi-dim', colour && `ansi-${colour}`].filter(Boolean);
  return html`<span class="${classes.join(' ')}">${text}</span>`;
}
