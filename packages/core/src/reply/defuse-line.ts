import { sameLogin } from '../standing/standing.ts';
import { BREAK, type DefuseRules } from './defuse-rules.ts';

/** A line in which what is to stay as it is has been replaced by its number, and what that was. */
export interface Masked {
  readonly text: string;
  readonly kept: readonly string[];
}

/** A line of prose in which nothing works any more but what only formats. */
export function defuseLine(line: string, rules: DefuseRules): string {
  const steps = [
    withoutEntities,
    withoutHtml,
    withoutFormulas,
    withoutDefinitions,
    withoutImages,
    withoutMentions,
    withoutLinks,
  ];
  return steps.reduce((text, step) => step(text, rules), line);
}

/** Entities for what is not on every keyboard; any other could spell a name, a number or an address that nobody sees coming. */
const ENTITY =
  /&(?!(?:amp|lt|gt|quot|apos|nbsp|copy|reg|trade|euro|[mn]dash|hellip|[lrud]arr|times|divide|middot|bull|deg|plusmn|le|ge|ne);)(?=(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);)/gi;

const withoutEntities = (line: string): string => line.replace(ENTITY, `&${BREAK}`);

/** A tag, a comment or a declaration begins with it. Kept are an address, a line's end in a cell, and small print with words in it. */
const HTML = /<https?:\/\/[^\s<>\0]*>|(?<=[\p{L}|] ?)<br ?\/?>|<(su[bp]|kbd)>([^<>]*)<\/\1>|<(?=[a-z/!?])/giu;

function withoutHtml(line: string): string {
  return line.replace(HTML, (found, tag: string | undefined, words = '') => {
    const isNothing = tag !== undefined && !/[\p{L}\p{N}\0]/u.test(words);
    return found === '<' || isNothing ? found.replaceAll('<', `<${BREAK}`) : found;
  });
}

/** Words of formulas that draw nothing, or in no colour. */
const FORMULA =
  /\\(?=(?:[hv]?phantom|(?:text|f?box|page|cell|row)?color(?:box)?|smash|[lrcm]lap|mathllap|tiny|scriptscriptstyle|mathchoice|unicode|class|style|cssId|href|url|require|def|gdef|newcommand|renewcommand|let|hspace|raise|lower|rule|hskip|kern|mkern|mskip|transparent)(?![a-z]))/gi;

const withoutFormulas = (line: string): string => line.replace(FORMULA, `\\${BREAK}`);

/** What a reference or a footnote is defined as is not shown where nothing refers to it. */
const withoutDefinitions = (line: string): string => line.replace(/\](?=:)/g, `]${BREAK}`);

/** An address within one of the host's own pages, or of the repository's. */
const DESTINATION = '(?:https?:\\/\\/HOST(?=[/?#)])[^\\s()<>"\'\\\\\\0]*|(?!\\/\\/)[\\w./#?=&%+~-]*)';

const ownTarget = (host: string): string => `\\(${DESTINATION.replace('HOST', () => host.replaceAll('.', '\\.'))}\\)`;

/** To look at an image is to tell whoever has it: what the address says, and when. */
function withoutImages(line: string, { host }: DefuseRules): string {
  return line.replace(new RegExp(`!(?=\\[)(?!\\[[^\\][\\0]*\\]${ownTarget(host)})`, 'g'), `!${BREAK}`);
}

/** A link begins also behind a digit, or an underscore of Markdown's. */
const ADDRESS = /(?<![a-z])(https?|ftp):(?=\/\/([^\s/?#<>()[\]\0"'\\]*))/gi;

function withoutLinks(line: string, { links, host }: DefuseRules): string {
  if (links === 'all') return line;
  return line
    .replace(new RegExp(`\\](?=\\()(?!${ownTarget(host)})`, 'g'), `]${BREAK}`)
    .replace(ADDRESS, (found, _, there: string) => (there.toLowerCase() === host ? found : `${found}${BREAK}`))
    .replace(/<(?=https?:\u200b)/gi, `<${BREAK}`)
    .replace(/(?<![a-z\d])www(?=\.)/gi, `$&${BREAK}`);
}

/** A name, of a person or of a team; in an address, its sign is written as addresses write it. */
const MENTION = /(https?:\/\/[^\s<>\0]*)|(?<![a-z\d])@(?=([\w-]*)([\\/]?)|[&\\])(?=[a-z\d&\\])/gi;

function withoutMentions(line: string, { people }: DefuseRules): string {
  return line.replace(MENTION, (found, address: string | undefined, name = '', next = '') => {
    if (address !== undefined) return address.replaceAll('@', '%40');
    const isKnown = next === '' && people.some((login) => sameLogin(login, name));
    return isKnown ? found : `${found}${BREAK}`;
  });
}
