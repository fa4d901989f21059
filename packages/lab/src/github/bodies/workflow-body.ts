import { apiUrl, type Hosted, nodeId, pageUrl } from '../hosted.ts';
import { workflowId } from './run-body.ts';

/** A workflow file, and the name that it gives itself. */
export interface WorkflowFile {
  readonly path: string;
  readonly name: string;
}

/** A workflow. */
export function workflowBody(hosted: Hosted, { path, name }: WorkflowFile) {
  const id = workflowId(path);
  return {
    id,
    node_id: nodeId('W', id),
    name,
    path,
    state: hosted.settings.disabledWorkflows.includes(path) ? 'disabled_manually' : 'active',
    created_at: hosted.createdAt,
    updated_at: hosted.createdAt,
    url: apiUrl(hosted, `/actions/workflows/${id}`),
    html_url: pageUrl(hosted, `/blob/${hosted.defaultBranch}/${path}`),
    badge_url: pageUrl(hosted, `/actions/workflows/${path.split('/').at(-1)}/badge.svg`),
  };
}
