import { type App, apiPermissions } from '../apps.ts';
import type { Hosted } from '../hosted.ts';
import { nodeId } from '../hosted.ts';
import { accountBody } from './account-body.ts';

/** An App as it sees itself. */
export function appBody(hosted: Hosted, app: App) {
  const html = `${hosted.urls.server}/apps/${app.slug}`;
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    owner: accountBody(hosted, hosted.owner),
    name: app.slug,
    description: '',
    external_url: html,
    html_url: html,
    created_at: hosted.createdAt,
    updated_at: hosted.createdAt,
    permissions: apiPermissions(app.permissions),
    events: [],
    installations_count: 1,
  };
}

/** Where an App is installed, and what it may do there. */
export function installationBody(hosted: Hosted, app: App) {
  const self = `${hosted.urls.api}/app/installations/${app.installationId}`;
  return {
    id: app.installationId,
    client_id: app.clientId,
    account: accountBody(hosted, hosted.owner),
    repository_selection: 'selected',
    access_tokens_url: `${self}/access_tokens`,
    repositories_url: `${hosted.urls.api}/installation/repositories`,
    html_url: `${hosted.urls.server}/organizations/${hosted.owner.login}/settings/installations/${app.installationId}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: hosted.owner.id,
    target_type: hosted.owner.type,
    permissions: apiPermissions(app.permissions),
    events: [],
    created_at: hosted.createdAt,
    updated_at: hosted.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: app.suspendedAt,
  };
}
