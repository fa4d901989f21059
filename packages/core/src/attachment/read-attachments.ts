import { cutText } from '../reply/cut-text.ts';
import type { Attachment } from './attachment.ts';
import { type GitHubHosts, isOfGitHub, placeOf } from './attachment-address.ts';

/** Longer than GitHub makes of any text. */
const LONGEST = 4_000_000;
/** Nobody reads the names of more. */
const MOST = 300;
const LONGEST_NAME = 100;

/**
 * What a text has attached, as GitHub shows it: its `body_html`. Of a picture in a private repository nothing else tells an
 * address that opens, and whatever is only code, or hidden, is not in it.
 */
export function readAttachments(html: string | undefined, hosts: GitHubHosts): readonly Attachment[] {
  if (html === undefined || !MAY_HOLD_ONE.test(html)) return [];
  const found = new Map<string, Attachment>();
  for (const tag of tagsOf(html.slice(0, LONGEST))) {
    const attachment = toAttachment(tag, hosts);
    if (attachment) found.set(addressOf(attachment.url), found.get(addressOf(attachment.url)) ?? attachment);
    if (found.size >= MOST) break;
  }
  return [...found.values()];
}

/** An address without what signs it: the same in each reading of a text. */
export const addressOf = (url: string): string => url.split('?', 1)[0] ?? url;

const MAY_HOLD_ONE = /<img|<video|\/files\//i;

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const BEGINNING = /<(img|a|video)(?=[\s>])/gi;
/** GitHub writes each value in double quotes. */
const ATTRIBUTE = /[\s/]*([a-z-]{1,40})(?:="([^"]*)")?/iy;

/** The tags that show what is attached. Each piece of the text is looked at once: none makes this slow. */
function* tagsOf(html: string): Generator<Tag> {
  for (const { 0: beginning, 1: name = '', index } of html.matchAll(BEGINNING)) {
    const attributes = new Map<string, string>();
    ATTRIBUTE.lastIndex = index + beginning.length;
    for (let found = ATTRIBUTE.exec(html); found; found = ATTRIBUTE.exec(html)) {
      attributes.set((found[1] ?? '').toLowerCase(), decoded(found[2] ?? ''));
    }
    yield { name: name.toLowerCase(), attributes };
  }
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
};

const decoded = (value: string): string =>
  value.replaceAll(/&(?:amp|quot|#39|lt|gt);/g, (entity) => entities[entity] ?? entity);

function toAttachment({ name: tag, attributes }: Tag, hosts: GitHubHosts): Attachment | undefined {
  const address = attributes.get(tag === 'a' ? 'href' : 'src') ?? '';
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const place = placeOf(url, hosts);
  switch (tag) {
    case 'img':
      if (place === 'picture') return { kind: 'picture', name: nameOf(attributes.get('alt'), url), url: address };
      return elsewhere(url, attributes, hosts);
    case 'video':
      return { kind: 'video', name: nameOf(undefined, url), url: address };
    default:
      return place === 'file' ? { kind: 'file', name: nameOf(undefined, url), url: address } : undefined;
  }
}

/** GitHub shows pictures of other hosts through a proxy of its own, and names where they are. */
function elsewhere(url: URL, attributes: Tag['attributes'], hosts: GitHubHosts): Attachment | undefined {
  const canonical = attributes.get('data-canonical-src');
  if (canonical === undefined && isOfGitHub(url, hosts)) return undefined;
  const there = canonical !== undefined && URL.canParse(canonical) ? new URL(canonical) : url;
  return { kind: 'elsewhere', name: nameOf(attributes.get('alt'), there), url: there.href };
}

/** What a person calls it, or else the last part of its address. */
function nameOf(alt: string | undefined, { pathname, host }: URL): string {
  const last = pathname.split('/').findLast((part) => part !== '') ?? host;
  const name = alt?.trim() || readable(last);
  return name.length <= LONGEST_NAME ? name : `${cutText(name, LONGEST_NAME)}…`;
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
