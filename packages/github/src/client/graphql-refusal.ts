/** What the SDK throws where GraphQL answered with errors, beside data or in its place. */
export interface GraphqlRefusal<Data = unknown> extends Error {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly type?: string; readonly message: string }[];
}

export function isGraphqlRefusal<Data>(error: unknown): error is GraphqlRefusal<Data> {
  return error instanceof Error && error.name === 'GraphqlResponseError';
}
