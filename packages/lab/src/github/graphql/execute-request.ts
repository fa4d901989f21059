import { type DocumentNode, execute, GraphQLError, type GraphQLFieldResolver, parse, validate } from 'graphql';
import type { Asking, Served } from './asking.ts';
import { gitHubSchema } from './github-schema.ts';
import { errorBody, graphqlError } from './graphql-error.ts';
import { mutations } from './mutations.ts';
import { isMutation } from './operation.ts';
import { queries } from './queries.ts';

/** A request as clients send it. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** Answers a query or a mutation. What is wrong with it stands in the answer, as on GitHub, and not in its status. */
export async function executeRequest(asking: Asking, request: GraphqlRequest): Promise<Record<string, unknown>> {
  const schema = await gitHubSchema();
  const document = read(request.query);
  if (document instanceof GraphQLError) return { errors: [errorBody(document)] };
  const mistakes = validate(schema, document);
  if (mistakes.length > 0) return { errors: mistakes.map(errorBody) };
  const { data, errors } = await execute({
    schema,
    document,
    rootValue: isMutation(document) ? mutations(asking) : queries(asking),
    variableValues: request.variables,
    operationName: request.operationName ?? null,
    fieldResolver: resolveField,
  });
  for (const error of errors ?? []) reportBug(error);
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors === undefined ? {} : { errors: errors.map(errorBody) }),
  };
}

function read(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, { fieldName, parentType }) => {
  const value: unknown = (source as Served)[fieldName];
  if (value === undefined)
    throw graphqlError('LAB_NOT_SERVED', `The lab does not serve \`${parentType.name}.${fieldName}\`; GitHub does.`);
  return typeof value === 'function' ? (value(args) as unknown) : value;
};

/** What no resolver refused is the lab's own mistake. */
function reportBug({ originalError }: GraphQLError): void {
  if (originalError !== undefined && !(originalError instanceof GraphQLError)) console.error(originalError);
}
