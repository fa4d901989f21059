import { createHmac } from 'node:crypto';
import MarkdownIt from 'markdown-it';
import sanitize from 'sanitize-html';
import type { Hosted } from '../hosted.ts';

const markdown = new MarkdownIt({ html: true, linkify: true, breaks: true });

/** Sanitised as GitHub does, as far as it matters what a text shows: pictures, links, text. */
const allowedTags = [...sanitize.defaults.allowedTags, 'img', 'video', 'details', 'summary', 'picture', 'del', 'input'];

/**
 * A text as GitHub shows it (`body_html`): pictures that were attached have links that open for some minutes, and those of
 * other hosts come through a proxy that names where they are.
 */
export function shownText(hosted: Hosted, text: string): string {
  return sanitize(markdown.render(text), {
    allowedTags,
    allowedAttributes: {
      a: ['href'],
      img: ['src', 'alt', 'width', 'height', 'data-canonical-src'],
      video: ['src', 'controls'],
    },
    transformTags: {
      img: (tagName, attribs) => ({ tagName, attribs: { ...attribs, ...shownPicture(hosted, attribs['src'] ?? '') } }),
    },
  });
}

function shownPicture(hosted: Hosted, src: string): Record<string, string> {
  const { server, api } = hosted.urls;
  if (!URL.canParse(src)) return { src };
  const url = new URL(src);
  const id = /^\/user-attachments\/assets\/([\w-]+)$/.exec(url.pathname)?.[1] ?? '';
  const file = url.origin === server ? hosted.attached.find(id) : undefined;
  if (file) return { src: hosted.attached.signed(file) };
  if (url.origin === server) return { src };
  const digest = createHmac('sha256', 'camo').update(src).digest('hex');
  return { src: `${api}/camo/${digest}/${Buffer.from(src).toString('hex')}`, 'data-canonical-src': src };
}
