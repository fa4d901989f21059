/**
 * What looks like a token, whoever's it is. Each begins at the start of a run of its characters, so that no text takes
 * longer than its length, and blobs of base64 hold none by chance.
 */
export const tokenShapes: readonly string[] = [
  // OpenAI and those who copied its keys; names of CSS classes begin like this too, and have no digit.
  String.raw`sk-(?=[A-Za-z_-]*\d)[\w-]{20,}`,
  // OpenAI's refresh tokens.
  String.raw`rt[._][\w-]{30,}(?:\.[\w-]{8,})*`,
  String.raw`gh[pousr]_\w{36,}(?:\.[\w-]{8,})*`,
  String.raw`github_pat_\w{22,}`,
  '(?:AKIA|ASIA)[0-9A-Z]{16}(?![0-9A-Za-z])',
  'xox[abeoprs]-[A-Za-z0-9-]{10,}',
  // A JSON Web Token.
  String.raw`eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}`,
  // A private key, up to where it ends or is cut off. Between its lines stand line ends, or how JSON writes them.
  String.raw`-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY-----[A-Za-z0-9+/=\s\\]*(?:-----END (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY-----)?`,
];

/** Before the first character of a token: nothing of a word, or how JSON writes a line end, or a colour of a terminal. */
export const beforeToken = String.raw`(?:(?<![\w-])|(?<=\\[nrt])|(?<=\[[0-9;]{0,12}m))`;
