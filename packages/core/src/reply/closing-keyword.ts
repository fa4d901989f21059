/** Words with which GitHub closes what is named after them, and what may be named. An underscore is Markdown's, and part of neither. */
const WORD = '(?<![a-z\\d])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)';
const KEYWORD = new RegExp(`${WORD}(?![a-z\\d])`, 'gi');
const REFERENCE = /(?:#|(?<![a-z\d])gh\\?-|\/(?:issues|pull|pulls|discussions)\\?\/)(\d+)/gi;

/** How far from its keyword a reference may stand: Markdown may stand between, and the address of one is long. */
const REACH = 160;

/** Where in a line words stand that might close an issue or pull request other than `own` of this repository; the next line may name it. */
export function closingKeywords(line: string, next: string, own: number | undefined): readonly number[] {
  const context = `${line}\n${next}`;
  return [...line.matchAll(KEYWORD)].flatMap(({ 0: word, index }) => {
    const after = context.slice(index + word.length, index + word.length + REACH);
    return [...after.matchAll(REFERENCE)].every((reference) => isOf(own, reference)) ? [] : [index];
  });
}

/** A number alone is of this repository; behind a name, or in an address, it may be of any. */
function isOf(own: number | undefined, { 0: reference, 1: number, index, input }: RegExpExecArray): boolean {
  return Number(number) === own && !reference.startsWith('/') && !/[\w.-]/.test(input.charAt(index - 1));
}

/** A line of code that may stand in a commit's text: what a keyword names is no reference any more, and that is seen. */
export function withReferencesApart(line: string, next: string, own: number | undefined): string {
  if (closingKeywords(line, next, own).length === 0) return line;
  return line.replace(REFERENCE, (whole, number: string) => `${whole.slice(0, -number.length)} ${number}`);
}

/** One line of plain text in which no keyword closes anything but `own`: its reference is written out as words. */
export function withoutClosing(text: string, own: number | undefined): string {
  const reference =
    '(?:https?:\\/\\/[^\\s/]+\\/)?(?<repository>[\\w.-]+\\/[\\w.-]+)?(?:#|\\bgh-|\\/(?:issues|pull|pulls|discussions)\\/)(?<number>\\d+)';
  return text.replace(new RegExp(`(?<=${WORD}[\\s:]+)${reference}`, 'gi'), (whole, repository, number) => {
    if (repository === undefined && Number(number) === own) return whole;
    return `${repository === undefined ? '' : `${repository} `}issue ${number}`;
  });
}
