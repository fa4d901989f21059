/** What an App's token is for, and how people know the App. */
export interface AppNeeds {
  /** What its installation has to grant, by the names of the API. The token has these and no more. */
  readonly permissions: Readonly<Record<string, 'write'>>;
  /** How these are given to it. */
  readonly grant: string;
  /** The inputs that hold its id. */
  readonly idInput: string;
  /** The secret that holds its key. */
  readonly keySecret: string;
}

/** For an App that pushes, proposes and labels. */
export const publishing: AppNeeds = {
  permissions: { contents: 'write', pull_requests: 'write', issues: 'write' },
  grant:
    'Give it the repository permissions Contents, Pull requests and Issues with read and write on its settings page, and accept them in its installation.',
  idInput: '"publish-app-id" ("app-id" of branch-pr)',
  keySecret: 'PUBLISH_APP_KEY',
};

/** For an App that stores a renewed login. */
export const storingSecrets: AppNeeds = {
  permissions: { secrets: 'write' },
  grant:
    'Give it the repository permission Secrets with read and write on its settings page, and accept it in its installation.',
  idInput: '"app-id"',
  keySecret: 'LOGIN_APP_KEY',
};
