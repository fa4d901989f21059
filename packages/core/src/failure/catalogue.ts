interface Entry {
  /** When a person meets it. */
  readonly when: string;
  readonly fix: string;
}

/** Every way in which the worker ends badly on purpose. `docs/troubleshooting.md` is generated from it. */
export const catalogue = {
  // The caller and its settings
  'input-invalid': {
    when: 'An input has a value that it cannot have.',
    fix: 'Change the input that the message names.',
  },
  'event-unserved': {
    when: 'A workflow calls the worker for an event that it does not serve.',
    fix: 'Remove the event from `on:`, or use those of `examples/codex.yml`; `schedule` and `workflow_run` need the input `prompt`.',
  },
  'permission-missing': {
    when: 'GitHub refused a call because the token lacks a permission.',
    fix: 'Add the permission that the message names to the calling job.',
  },
  'github-unavailable': {
    when: 'GitHub did not answer, or answered with an error, after retries.',
    fix: 'Re-run the failed jobs when GitHub is well again.',
  },
  'app-token': {
    when: 'GitHub gave the App that publishes (`publish-app-id`) no token for the repository.',
    fix: 'Change what the message names: the id or the key of the App, its installation, its permissions, or the clock of the runner.',
  },
  // The thread
  'thread-gone': {
    when: 'The issue was transferred or deleted, or the repository has issues switched off.',
    fix: 'Ask again where it is now, or in a new issue.',
  },
  'repository-empty': { when: 'The repository has no commits.', fix: 'Push a first commit and ask again.' },
  'branch-gone': {
    when: 'The head branch of the pull request was deleted.',
    fix: 'Restore the branch on the pull request and comment again.',
  },
  'fork-refused': {
    when: 'The pull request comes from a fork, and the workflow says `forks: refuse`.',
    fix: 'Push the branch to this repository and ask there, or set `forks: read-only`.',
  },
  'fork-head-changed': {
    when: 'Somebody pushed to the fork of the pull request after the request was made, or its commit is gone.',
    fix: 'Look at the newest commits, then ask again in a new comment.',
  },
  'turns-used-up': {
    when: 'A limit of turns (`turns-per-hour`, `turns-per-day`, or one for a person) is used up.',
    fix: 'Ask again at the time that the reply names, or raise the limit.',
  },
  'thread-locked': { when: 'The conversation is locked.', fix: 'Unlock it and ask again.' },
  // The session
  'session-expired': {
    when: 'The session of the thread is gone: its artifact expired or was deleted.',
    fix: 'Begin anew: comment `/codex reset`, or open a new issue.',
  },
  'bundle-untrusted': {
    when: 'The session artifact was made by a run that is not trusted, or was changed, or belongs to another thread.',
    fix: 'Delete the artifact, then begin anew.',
  },
  'bundle-too-new': {
    when: 'The session artifact has a newer format than this release reads.',
    fix: 'Use the newest release of Codex Worker in every workflow.',
  },
  'session-key-missing': {
    when: 'There is no key to seal the session with.',
    fix: 'Pass the secret `OPENAI_API_KEY`, or `SESSION_KEY` of its own.',
  },
  'session-missing': { when: 'Codex has no session with the stored id.', fix: 'Begin anew with `/codex reset`.' },
  'session-mismatch': {
    when: 'Codex resumed another session than the stored one.',
    fix: 'Begin anew with `/codex reset`, and report it with the run.',
  },
  // Codex
  'api-key-missing': { when: 'No API key was given.', fix: 'Add the secret `OPENAI_API_KEY` and pass it by name.' },
  auth: { when: 'OpenAI refused the key.', fix: 'Replace the secret `OPENAI_API_KEY`.' },
  'ways-in': {
    when: 'More than one way in to OpenAI is given.',
    fix: 'Pass one of `OPENAI_API_KEY`, `AUTH_JSON` and `CODEX_ACCESS_TOKEN`, or the inputs of keyless access.',
  },
  'login-expired': {
    when: 'The ChatGPT login is over.',
    fix: 'Run the workflow that renews it, or log in again and replace the secret `AUTH_JSON`.',
  },
  'login-not-stored': {
    when: 'The ChatGPT login was renewed and could not be stored.',
    fix: 'Log in again, and replace the secret `AUTH_JSON`.',
  },
  quota: { when: "The key's quota is used up.", fix: 'Check the plan and the billing details of the key.' },
  'rate-limit': { when: 'OpenAI limits the rate of the key.', fix: 'Wait, then reply to go on.' },
  'model-unknown': {
    when: 'The model does not exist or the key may not use it.',
    fix: 'Change the input `model`, or comment `/codex model <name>`.',
  },
  'context-overflow': {
    when: 'The conversation no longer fits into the model.',
    fix: 'Reply to go on: Codex compacts the conversation first.',
  },
  'prompt-too-long': { when: 'The request is longer than Codex accepts.', fix: 'Ask in a shorter text.' },
  'prompt-empty': { when: 'The request has no text.', fix: 'Write what Codex is to do.' },
  network: { when: 'OpenAI could not be reached.', fix: 'Reply to try again.' },
  'server-error': { when: 'OpenAI answered with an error.', fix: 'Reply to try again.' },
  'answer-unfit': {
    when: 'The answer does not fit the JSON Schema of `output-schema`.',
    fix: 'Ask again, or change the schema: OpenAI asks models to follow it only where each object names all its properties as required and allows no others.',
  },
  'fail-on': {
    when: 'The run came out in a way that the input `fail-on` names.',
    fix: 'Read the reply, or take the word out of `fail-on`.',
  },
  'invalid-request': { when: 'OpenAI refused the request.', fix: 'Read the message of OpenAI in the reply.' },
  sandbox: {
    when: "Codex's sandbox cannot start on this runner.",
    fix: 'Allow unprivileged user namespaces on the runner.',
  },
  safety: {
    when: 'The runner does not let Codex have a user of its own, as `safety: unprivileged-user` wants.',
    fix: 'Change the runner as the message says, or set `safety` to `sandbox`.',
  },
  'runner-files': {
    when: 'A command of Codex changed files that later steps of the job obey.',
    fix: 'Read the log of the run before you trust what it did. Set `sandbox` to `workspace-write`, where such files are out of reach.',
  },
  'timed-out': {
    when: 'Codex took longer than `timeout-minutes`.',
    fix: 'Reply to go on, or raise `timeout-minutes`.',
  },
  idle: {
    when: 'Codex gave no sign of life for `idle-timeout-minutes`.',
    fix: 'Reply to go on, or raise `idle-timeout-minutes`.',
  },
  cancelled: { when: 'The run was cancelled while Codex worked.', fix: 'Reply to go on.' },
  crashed: { when: 'Codex ended without an answer.', fix: 'Read the log of the run, then reply to try again.' },
  'codex-install': { when: 'Codex could not be installed.', fix: 'Follow the message; re-run the failed jobs.' },
  // The queue
  'queue-file': {
    when: "A file of the queue's branch is not a request, or its thread is gone.",
    fix: 'Mend the file that the message names, or delete it. Files of `broken/` have the reason beside them.',
  },
  'queue-busy': {
    when: "Others wrote to the queue's branch at every attempt.",
    fix: 'Re-run the failed jobs.',
  },
  // Runs that gave no answer, as the notifier tells them
  'route-failed': {
    when: 'The run stopped before it had decided what was asked.',
    fix: 'Mend what the comment names, then re-run the failed jobs or comment again: the request is still open.',
  },
  'cancelled-before-start': {
    when: 'The run was cancelled while it waited.',
    fix: 'Comment, or re-run it: the request is still open.',
  },
  'queue-full': {
    when: 'A hundred runs of the thread wait, and GitHub turned one more away.',
    fix: 'Wait: a run that waits takes the request up.',
  },
  'runner-lost': {
    when: 'The machine of a job went away.',
    fix: 'Comment, or re-run the failed jobs; use a larger runner if it ran out of memory or disk.',
  },
  'cut-off': {
    when: 'A step ended without saying why.',
    fix: "Read the log of the run; raise the step's `timeout-minutes` if it ran so long.",
  },
  failed: {
    when: 'A job of the run failed before it could answer, or before it could publish the answer.',
    fix: 'Mend what the comment names, then re-run the failed jobs.',
  },
  // What leaves
  'outbox-invalid': {
    when: 'What the agent job handed over cannot be read.',
    fix: 'Use one release of Codex Worker in every job, then re-run all jobs.',
  },
  'change-conflicts': {
    when: 'The change does not apply to the branch as it is now.',
    fix: 'Ask again: Codex then starts from the new state of the branch.',
  },
  'change-held': {
    when: 'The review (`review`) held the change back.',
    fix: 'Look at the patch that the reply names, and put it on a branch by hand, or ask for something else.',
  },
  'push-refused': { when: 'GitHub refused the push.', fix: 'Read the refusal in the message.' },
} as const satisfies Record<string, Entry>;

/** The code of a failure, stable across releases. */
export type FailureCode = keyof typeof catalogue;
