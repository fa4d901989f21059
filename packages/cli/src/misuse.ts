/** A command line that cannot be obeyed. Its message says which word, and what to write instead. */
export class Misuse extends Error {}
