import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import GitHubSlugger from 'github-slugger';
import markdownIt, { type Token } from 'markdown-it';
import { type ProjectFile, projectFile, projectRoot } from './project-files.ts';

const markdown = markdownIt({ html: true, linkify: false });

/** Where a document links to nothing: files, headings and pages of the same repository; other addresses by their form. */
export function brokenLinks(document: ProjectFile): readonly string[] {
  return linksOf(document.text).flatMap((link) => {
    const why = problemOf(link, document);
    return why === undefined ? [] : [`${link}: ${why}`];
  });
}

function problemOf(link: string, document: ProjectFile): string | undefined {
  if (/^[a-z][a-z\d+.-]*:/i.test(link)) return problemOfAddress(link);
  const [target = '', heading] = link.split('#', 2);
  const file = target === '' ? document.path : path.posix.join(path.posix.dirname(document.path), decoded(target));
  if (file.startsWith('..')) return 'it leads out of the repository';
  if (!existsSync(path.join(projectRoot, file)) && target !== '') return 'there is no such file';
  if (heading === undefined) return undefined;
  if (statSync(path.join(projectRoot, file), { throwIfNoEntry: false })?.isDirectory())
    return 'a folder has no headings';
  const text = target === '' ? document.text : projectFile(file).text;
  return headingsOf(text).has(decoded(heading)) ? undefined : 'there is no such heading';
}

/** Nobody asks other servers here: a check must not depend on them. */
function problemOfAddress(link: string): string | undefined {
  if (/^mailto:[^@\s]+@[^@\s]+\.[^@\s]+$/.test(link)) return undefined;
  if (!URL.canParse(link)) return 'it is no address';
  const { protocol, hostname } = new URL(link);
  if (protocol !== 'https:') return 'it does not begin with https:';
  return /\.[a-z]{2,}$/.test(hostname) ? undefined : 'its host is none';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Links and images, in Markdown and in HTML. What stands in code is none. */
function linksOf(text: string): readonly string[] {
  return tokensOf(text).flatMap((token) => {
    if (token.type === 'link_open') return String(token.attrGet('href') ?? '');
    if (token.type === 'image') return String(token.attrGet('src') ?? '');
    if (token.type !== 'html_block' && token.type !== 'html_inline') return [];
    const visible = token.content.replace(/<!--[\s\S]*?-->/g, '');
    return [...visible.matchAll(/\b(?:href|src|srcset)="([^"]*)"/g)].map(([, link = '']) => link);
  });
}

const tokensOf = (text: string): readonly Token[] =>
  markdown.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);

/** The anchors that GitHub gives to the headings of a document, and those that it sets itself. */
function headingsOf(text: string): ReadonlySet<string> {
  const slugger = new GitHubSlugger();
  const tokens = markdown.parse(text, {});
  const headings = tokens.flatMap(({ type }, index) => (type === 'heading_open' ? [plain(tokens[index + 1])] : []));
  const own = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name = '']) => name);
  return new Set([...headings.map((heading) => slugger.slug(heading)), ...own]);
}

const plain = (token: Token | undefined): string =>
  (token?.children ?? [])
    .filter(({ type }) => type === 'text' || type === 'code_inline')
    .map(({ content }) => content)
    .join('');
