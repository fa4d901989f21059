import type { Api } from '../api.ts';
import { apiUrl, type Hosted } from '../hosted.ts';
import { paginate } from '../pages.ts';
import { admit, needs } from '../permissions.ts';
import { Refusal } from '../refusal.ts';

/** What the repository allows Actions to do: for those who administer it. */
export function actionsSettingsRoutes(api: Api, hosted: Hosted): void {
  const { settings } = hosted;

  api.get('/actions/permissions', (c) => {
    admit(hosted, c.var.identity, needs.readAdministration);
    const { actionsEnabled, allowedActions, shaPinningRequired } = settings;
    if (!actionsEnabled) return c.json({ enabled: false });
    return c.json({
      enabled: true,
      allowed_actions: allowedActions,
      ...(allowedActions === 'selected'
        ? { selected_actions_url: apiUrl(hosted, '/actions/permissions/selected-actions') }
        : {}),
      sha_pinning_required: shaPinningRequired,
    });
  });

  api.get('/actions/permissions/selected-actions', (c) => {
    admit(hosted, c.var.identity, needs.readAdministration);
    if (settings.allowedActions !== 'selected')
      throw new Refusal(409, 'Conflict: the repository does not allow selected actions only.');
    const { githubOwned, verified, patterns } = settings.selectedActions;
    return c.json({ github_owned_allowed: githubOwned, verified_allowed: verified, patterns_allowed: patterns });
  });

  api.get('/actions/permissions/workflow', (c) => {
    admit(hosted, c.var.identity, needs.readAdministration);
    return c.json({
      default_workflow_permissions: 'read',
      can_approve_pull_request_reviews: settings.allowActionsToCreatePullRequests,
    });
  });

  api.get('/actions/permissions/artifact-and-log-retention', (c) => {
    admit(hosted, c.var.identity, needs.readAdministration);
    return c.json({ days: settings.retentionDays, maximum_allowed_days: hosted.private ? 400 : 90 });
  });

  api.get('/actions/runners', (c) => {
    admit(hosted, c.var.identity, needs.readAdministration);
    const runners = settings.runners.map(({ name, labels, status, version }, at) => ({
      id: at + 1,
      name,
      os: 'linux',
      status,
      busy: false,
      labels: labels.map((label, id) => ({ id: id + 1, name: label, type: 'custom' })),
      version,
    }));
    return c.json({ total_count: runners.length, runners: paginate(c, runners) });
  });
}
