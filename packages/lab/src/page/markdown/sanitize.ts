import sanitizeHtml from 'sanitize-html';

/** Addresses of the lab itself: links to them stay on the page that one is on. */
interface Addresses {
  readonly server: string;
  readonly api: string;
  /** Where the pages begin. */
  readonly home: string;
}

// GitHub's list: https://github.com/gjtorikian/html-pipeline, as its Markup documents it.
const tags = [
  ...[
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'br',
    'b',
    'i',
    'strong',
    'em',
    'a',
    'pre',
    'code',
    'img',
    'tt',
    'div',
    'ins',
  ],
  ...['del', 'sup', 'sub', 'p', 'ol', 'ul', 'table', 'thead', 'tbody', 'tfoot', 'blockquote', 'dl', 'dt', 'dd', 'kbd'],
  ...[
    'q',
    'samp',
    'var',
    'hr',
    'ruby',
    'rt',
    'rp',
    'li',
    'tr',
    'td',
    'th',
    's',
    'strike',
    'summary',
    'details',
    'caption',
  ],
  ...['figure', 'figcaption', 'abbr', 'bdo', 'cite', 'dfn', 'mark', 'small', 'span', 'time', 'wbr', 'input', 'picture'],
];

/** Lets through what GitHub lets through. No script, style, form, frame or handler is in it, nor an id of the page's. */
export function sanitize(dirty: string, addresses: Addresses): string {
  return sanitizeHtml(dirty, {
    allowedTags: tags,
    allowedAttributes: {
      '*': ['title', 'align', 'width', 'height', 'dir', 'lang', 'aria-label'],
      a: ['href', 'rel'],
      img: ['src', 'alt', 'loading'],
      input: ['type', 'checked', 'disabled', 'aria-label'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan', 'scope'],
      ol: ['start', 'reversed'],
      details: ['open'],
      time: ['datetime'],
      pre: ['tabindex'],
      table: ['tabindex'],
    },
    allowedClasses: { li: ['task'], code: ['language-*'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    allowProtocolRelative: false,
    transformTags: {
      a: (tagName, attribs) => ({
        tagName,
        attribs: { ...attribs, href: local(attribs['href'] ?? '', addresses), rel: 'nofollow noreferrer' },
      }),
      img: (tagName, attribs) => picture(tagName, attribs, addresses),
      // What scrolls sideways must be reached by keyboard.
      pre: (tagName) => ({ tagName, attribs: { tabindex: '0' } }),
      table: (tagName) => ({ tagName, attribs: { tabindex: '0' } }),
      input: (tagName, attribs) => box(tagName, attribs),
    },
  });
}

function picture(tagName: string, attribs: sanitizeHtml.Attributes, addresses: Addresses): sanitizeHtml.Tag {
  // The plain address opens in a public repository alone; the page opens it for everybody who sees the page.
  const src = local(attribs['src'] ?? '', addresses).replace(
    /^\/user-attachments\/assets\//,
    `${addresses.home}/attached/`,
  );
  // GitHub fetches pictures for its readers; the lab reaches nothing but itself.
  if (/^https?:/.test(src))
    return { tagName: 'a', attribs: { href: src, rel: 'nofollow noreferrer' }, text: attribs['alt'] || src };
  return { tagName, attribs: { alt: '', ...attribs, src, loading: 'lazy' } };
}

/** A list's box says what it is; no other input is let through. */
function box(tagName: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  if (attribs['type'] !== 'checkbox') return { tagName: 'span', attribs: {} };
  const checked = 'checked' in attribs;
  return {
    tagName,
    attribs: {
      type: 'checkbox',
      disabled: '',
      'aria-label': checked ? 'Done' : 'Not done',
      ...(checked ? { checked: '' } : {}),
    },
  };
}

function local(url: string, { server, api }: Addresses): string {
  for (const origin of [server, api]) if (url.startsWith(`${origin}/`)) return url.slice(origin.length);
  return url;
}
