import type { Role } from '../accounts.ts';
import { reaches } from '../accounts.ts';
import { apiUrl, type Hosted, nodeId, pageUrl } from '../hosted.ts';
import { accountBody } from './account-body.ts';

/** The repository as runs name it (GitHub's minimal repository). */
export function minimalRepositoryBody(hosted: Hosted) {
  const url = apiUrl(hosted);
  return {
    id: hosted.id,
    node_id: nodeId('R', hosted.id),
    name: hosted.name,
    full_name: hosted.fullName,
    private: hosted.private,
    owner: accountBody(hosted, hosted.owner),
    html_url: pageUrl(hosted),
    description: null,
    fork: false,
    url,
    forks_url: `${url}/forks`,
    keys_url: `${url}/keys{/key_id}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    hooks_url: `${url}/hooks`,
    issue_events_url: `${url}/issues/events{/number}`,
    events_url: `${url}/events`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    tags_url: `${url}/tags`,
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    languages_url: `${url}/languages`,
    stargazers_url: `${url}/stargazers`,
    contributors_url: `${url}/contributors`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    commits_url: `${url}/commits{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    merges_url: `${url}/merges`,
    archive_url: `${url}/{archive_format}{/ref}`,
    downloads_url: `${url}/downloads`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    labels_url: `${url}/labels{/name}`,
    releases_url: `${url}/releases{/id}`,
    deployments_url: `${url}/deployments`,
  };
}

/** The repository inside other objects and in webhooks. */
export function repositoryBody(hosted: Hosted) {
  const open = hosted.threads.filter((thread) => thread.state === 'open' && thread.departure === undefined).length;
  const host = new URL(hosted.urls.server).host;
  return {
    ...minimalRepositoryBody(hosted),
    created_at: hosted.createdAt,
    updated_at: hosted.pushedAt,
    pushed_at: hosted.pushedAt,
    git_url: `git://${host}/${hosted.fullName}.git`,
    ssh_url: `git@${host}:${hosted.fullName}.git`,
    clone_url: pageUrl(hosted, '.git'),
    svn_url: pageUrl(hosted),
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: hosted.settings.hasIssues,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    custom_properties: {},
    visibility: hosted.private ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: hosted.defaultBranch,
  };
}

/** The repository when asked for by itself, with what the asker may do. */
export function fullRepositoryBody(hosted: Hosted, role: Role | undefined) {
  return {
    ...repositoryBody(hosted),
    ...(role === undefined ? {} : { permissions: permissionFlags(role) }),
    temp_clone_token: null,
    ...(hosted.owner.type === 'Organization' ? { organization: accountBody(hosted, hosted.owner) } : {}),
    network_count: 0,
    subscribers_count: 0,
  };
}

/** A role as the five old flags. */
export function permissionFlags(role: Role) {
  return {
    admin: reaches(role, 'admin'),
    maintain: reaches(role, 'maintain'),
    push: reaches(role, 'write'),
    triage: reaches(role, 'triage'),
    pull: reaches(role, 'read'),
  };
}
