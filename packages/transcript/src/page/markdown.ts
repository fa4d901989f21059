import { lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { highlighted } from './highlight.ts';
import { type Html, html, type Part } from './html.ts';
import { languageOf } from './languages.ts';

/**
 * Markdown as a page shows it. HTML in it is text, images are named and not loaded, and a link leads to the web or to a
 * mail address, or is none.
 */
export function markdown(source: string): Html {
  try {
    if (BOTTOMLESS.test(source) || source.length > LONGEST || signsIn(source) > MOST_SIGNS) return plain(source);
    return blocks(lexer(source));
  } catch {
    // Deeper than the stack: somebody wrote it to see what happens.
    return plain(source);
  }
}

/** Text as it is, with its line ends. */
export const plain = (text: string): Html => html`<p class="plain">${text}</p>`;

const LONGEST = 100_000;

/** The lexer goes down a call for each quote in a quote and each list in a list. */
const BOTTOMLESS = /^(?:[ \t]*(?:>|[*+-](?=[ \t])|\d+[.)](?=[ \t]))){60}/m;

/** For each sign that may begin an emphasis the lexer looks at all that may end it: tens of thousands take a minute. */
const MOST_SIGNS = 3_000;
const signsIn = (source: string): number => source.match(/[*_~]+/g)?.length ?? 0;

// Without extensions, the lexer gives no other tokens.
const known = (token: Token): MarkedToken => token as MarkedToken;

const blocks = (tokens: readonly Token[]): Html => html`${tokens.map((token) => block(known(token)))}`;

function block(token: MarkedToken): Part {
  switch (token.type) {
    case 'space':
    case 'def':
    case 'checkbox':
      return undefined;
    case 'hr':
      return html`<hr>`;
    case 'code':
      return codeBlock(token.text, token.lang);
    case 'heading':
      return html`<p class="heading">${inline(token.tokens)}</p>`;
    case 'blockquote':
      return html`<blockquote>${blocks(token.tokens)}</blockquote>`;
    case 'list':
      return list(token);
    case 'table':
      return table(token);
    case 'paragraph':
      return html`<p>${inline(token.tokens)}</p>`;
    case 'html':
      return html`<p class="plain">${token.raw.trim()}</p>`;
    case 'text':
      return token.tokens ? inline(token.tokens) : token.text;
    default:
      return inline([token]);
  }
}

/** A block of code, with colours where its language is known. */
export function codeBlock(code: string, language = ''): Html {
  const lines = highlighted(code, languageOf(language.split(/\s/, 1)[0] ?? ''));
  return html`<pre class="code"><code>${lines.map((line, index) => html`${index === 0 ? '' : '\n'}${line}`)}</code></pre>`;
}

function list({ ordered, start, items }: Tokens.List): Html {
  const entries = items.map(({ task, checked, tokens }) => {
    const box = task ? html`<span class="box">${checked ? '☑' : '☐'}</span> ` : '';
    return html`<li${task ? html` class="task"` : ''}>${box}${blocks(tokens)}</li>`;
  });
  return ordered ? html`<ol start="${start === '' ? 1 : start}">${entries}</ol>` : html`<ul>${entries}</ul>`;
}

function table({ header, rows }: Tokens.Table): Html {
  const head = header.map(({ tokens }) => html`<th scope="col">${inline(tokens)}</th>`);
  const body = rows.map((row) => html`<tr>${row.map(({ tokens }) => html`<td>${inline(tokens)}</td>`)}</tr>`);
  // Reached by the keyboard, so that it can be moved there too.
  return html`<div class="wide" role="region" aria-label="Table" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

const inline = (tokens: readonly Token[]): Html => html`${tokens.map((token) => span(known(token)))}`;

function span(token: MarkedToken): Part {
  switch (token.type) {
    case 'strong':
      return html`<strong>${inline(token.tokens)}</strong>`;
    case 'em':
      return html`<em>${inline(token.tokens)}</em>`;
    case 'del':
      return html`<s>${inline(token.tokens)}</s>`;
    case 'codespan':
      return html`<code>${token.text}</code>`;
    case 'br':
      return html`<br>`;
    // The entry of the list shows it.
    case 'checkbox':
      return undefined;
    case 'escape':
      return token.text;
    case 'link':
      return link(token.href, inline(token.tokens));
    case 'image':
      return html`<span class="note">[image: ${token.text || token.href}]</span>`;
    case 'text':
      return token.tokens ? inline(token.tokens) : unescaped(token.text);
    default:
      return token.raw;
  }
}

/** A link with its address as a tip: a text can say anything. */
function link(href: string, content: Html): Html {
  const isSafe = /^(?:https?:\/\/|mailto:)/i.test(href) && URL.canParse(href);
  return isSafe ? html`<a href="${href}" title="${href}" rel="noopener noreferrer nofollow">${content}</a>` : content;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: '\u00a0',
};

/** What is escaped in Markdown is a character here, and escaped again where it is written. */
const unescaped = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => entities[name] ?? '');
