import { buildSchema, type GraphQLSchema } from 'graphql';

let built: Promise<GraphQLSchema> | undefined;

/** GitHub's own schema. It takes a third of a second to read, so it is read once, and only when somebody asks. */
export function gitHubSchema(): Promise<GraphQLSchema> {
  built ??= readSchema();
  return built;
}

async function readSchema(): Promise<GraphQLSchema> {
  const { schema } = await import('@octokit/graphql-schema');
  return buildSchema(schema.idl, { assumeValid: true, assumeValidSDL: true });
}
