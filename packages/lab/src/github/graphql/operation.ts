import { type DocumentNode, Kind, OperationTypeNode, parse, type SelectionNode } from 'graphql';

/** What a GraphQL request does, for logs and faults: the root fields that it names, such as `createLinkedBranch`. */
export function operationName(body: string): string {
  try {
    const { query } = JSON.parse(body) as { query?: unknown };
    return typeof query === 'string' ? rootFields(parse(query)) : '';
  } catch {
    // What cannot be read is refused by the route itself.
    return '';
  }
}

function rootFields(document: DocumentNode): string {
  const selections = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
  );
  return selections.map(fieldName).join(',');
}

function fieldName(selection: SelectionNode): string {
  return selection.kind === Kind.FIELD ? selection.name.value : '...';
}

/** Whether a request would change something. */
export function isMutation(document: DocumentNode): boolean {
  return document.definitions.some(
    (one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === OperationTypeNode.MUTATION,
  );
}
