/** One entry of `errors` in an answer 422. */
export type FieldError =
  | {
      readonly resource: string;
      readonly field: string;
      readonly code: 'missing_field' | 'invalid' | 'already_exists' | 'unauthorized';
      readonly value?: unknown;
    }
  | {
      readonly resource: string;
      readonly field?: string;
      readonly code: 'custom' | 'unprocessable';
      readonly message: string;
    };

/** A request that the API turns down, in GitHub's words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly errors: readonly (FieldError | string)[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    options: { errors?: readonly (FieldError | string)[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }

  /** The answer's body. */
  get body() {
    return {
      message: this.message,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      documentation_url: 'https://docs.github.com/rest',
      status: String(this.status),
    };
  }
}

export const notFound = () => new Refusal(404, 'Not Found');
export const badCredentials = () => new Refusal(401, 'Bad credentials');
export const requiresAuthentication = () => new Refusal(401, 'Requires authentication');
export const notAccessible = () => new Refusal(403, 'Resource not accessible by integration');
export const needsAdmin = () => new Refusal(403, 'Must have admin rights to Repository.');
/** Reviews are refused with sentences rather than with fields. */
export const unprocessable = (...errors: string[]) => new Refusal(422, 'Unprocessable Entity', { errors });
export const invalid = (...errors: FieldError[]) => new Refusal(422, 'Validation Failed', { errors });
