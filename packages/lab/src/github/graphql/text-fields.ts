import { authorAssociation } from '../bodies/account-body.ts';
import type { Editable } from '../thread.ts';
import { actorNode } from './actor-node.ts';
import type { Asking, Served } from './asking.ts';

/** A text that somebody wrote, whatever it is a part of. */
export interface Written extends Editable {
  readonly id: number;
  readonly author: string;
  readonly body: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What GraphQL tells of every text: who wrote it, who changed it last, and when. */
export function textFields(
  asking: Asking,
  text: Written,
  urls: { readonly html_url: string; readonly node_id: string },
): Served {
  const body = text.body ?? '';
  return {
    id: urls.node_id,
    ...numberFields(text.id),
    body,
    bodyText: body,
    author: actorNode(asking, text.author),
    authorAssociation: authorAssociation(asking.hosted, text.author),
    editor: actorNode(asking, text.editor),
    lastEditedAt: text.lastEditedAt,
    includesCreatedEdit: text.lastEditedAt !== null,
    createdAt: text.createdAt,
    publishedAt: text.createdAt,
    updatedAt: text.updatedAt,
    createdViaEmail: false,
    viewerDidAuthor: text.author === asking.by.account.login,
    url: urls.html_url,
    resourcePath: new URL(urls.html_url).pathname,
  };
}

/** The REST id. GraphQL's `databaseId` has 32 bits, which the ids have outgrown. */
function numberFields(id: number): Served {
  return { databaseId: id > 0x7fff_ffff ? null : id, fullDatabaseId: String(id) };
}
