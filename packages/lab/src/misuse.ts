/** A command line that asks for what cannot be. Its message says what to change. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}
