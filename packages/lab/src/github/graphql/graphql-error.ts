import { GraphQLError } from 'graphql';

/** The kinds of errors that GitHub names beside the message. */
export type GraphqlErrorType =
  | 'EXCESSIVE_PAGINATION'
  | 'FORBIDDEN'
  | 'MISSING_PAGINATION_BOUNDARIES'
  | 'NOT_FOUND'
  | 'RATE_LIMITED'
  | 'STALE_DATA'
  | 'UNPROCESSABLE'
  /** GitHub has it, and the lab has not. */
  | 'LAB_NOT_SERVED';

/** An error of one field, in GitHub's words. */
export function graphqlError(type: GraphqlErrorType, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

export const forbidden = () => graphqlError('FORBIDDEN', 'Resource not accessible by integration');
export const notAllowed = (login: string, mutation: string) =>
  graphqlError('FORBIDDEN', `${login} does not have the correct permissions to execute \`${mutation}\``);
export const noNode = (id: string) =>
  graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
export const unprocessable = (message: string) => graphqlError('UNPROCESSABLE', message);

/** An error as GitHub writes it: its type stands beside the message. */
export function errorBody(error: GraphQLError): Record<string, unknown> {
  const { message, locations, path, extensions } = error.toJSON();
  const type = extensions?.['type'];
  return {
    ...(typeof type === 'string' ? { type } : {}),
    ...(path === undefined ? {} : { path }),
    ...(type === 'FORBIDDEN' ? { extensions: { saml_failure: false } } : {}),
    ...(locations === undefined ? {} : { locations }),
    message,
  };
}
