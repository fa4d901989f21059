import { catalogue, type FailureCode } from '../failure/catalogue.ts';

const sentences = {
  // How a turn ended
  noMessage: '_Codex ended its turn without a message._',
  failed: '**Codex could not answer.** {what}\n\n{fix}\n\n{kept}',
  'timedOut.wall':
    '**Timed out.** Codex was stopped: it worked for {minutes} minutes, and `timeout-minutes` allows no more.\n\n{kept}',
  'timedOut.idle':
    '**Timed out.** Codex was stopped: it gave no sign of life for {minutes} minutes (`idle-timeout-minutes`).\n\n{kept}',
  'timedOut.kept':
    'The session up to then is kept, with the changes it made. Reply to go on from there, or raise the limit.',
  'timedOut.noSession':
    'No session exists yet. Comment `/codex retry` to have this taken once more, or raise the limit first.',
  'cancelled.kept':
    '**Cancelled.** The run was cancelled while it worked on this. The session up to then is kept, with the changes it made. It is not repeated unasked: reply to go on, or comment `/codex retry` to have it taken once more.',
  'cancelled.nothingKept':
    '**Cancelled.** The run was cancelled while it worked on this. It is not repeated unasked: reply to go on, or comment `/codex retry` to have it taken once more.',
  answerUnfit:
    '**This does not fit the schema of this workflow (`output-schema`):** {why} Ask again, or change the schema.',
  hostsRefused: '<sub>Not on the allow-list of this workflow (`network-hosts`), so not reached: {hosts}</sub>',
  sessionKept: 'The session is kept. Reply to go on, or comment `/codex retry` to have this taken once more.',
  noSessionYet:
    'No session exists yet. When it is mended, comment `/codex retry` to have this taken once more, or reply: Codex then begins with your reply, and knows the issue or pull request.',
  sessionUnusable: 'The branch is as it was.',
  'requestsWait.one': 'One later request waits for the next run.',
  'requestsWait.other': '{count} later requests wait for the next run.',
  answersSeveral: 'For {requests}:',
  'answersSeveral.request': '@{login} ([request]({url}))',
  withheld:
    '**Left out of the change, because they hold a secret of this run:** {files}. They are not kept. Ask again for them without the secret; if a command could read it, replace it.',
  tooLarge:
    '**Left out of the change, which would be too large with them:** {files}. They are not kept. If they are no part of it, name them in `.gitignore`.',

  // While a turn goes on
  working: '**Codex is working** on [this]({url}), for {time} now.',
  'working.several': '**Codex is working** on {count} requests, for {time} now.',
  'working.byHand': '**Codex is working**, for {time} now.',
  workDone: '**Codex is done**, after {time}. The reply is on its way.',
  workRuns: 'Runs {command}',
  workUses: 'Uses {tool}',
  workEarlier: '… {count} before',
  workMoreSteps: '… {count} more',
  workFailed: '→ exit code {exitCode}',
  workChanged: 'Changed: {names}',
  'workChanged.more': 'Changed: {names} and {count} more',
  'workCounts.command': '1 command',
  'workCounts.commands': '{count} commands',
  'workCounts.failed': '{run} ({count} failed)',
  'workCounts.file': '1 file changed',
  'workCounts.files': '{count} files changed',
  'workFoot.tokens': '{count} tokens',
  'workFoot.log': '[log]({url})',
  'workFoot.asOf': 'as of {at}',
  'workFoot.last': 'as of {at}, and not told any further here',
  'workFoot.goes': 'goes when the reply comes',

  // What people attached
  attachmentsUnread: '<sub>Attached, and not seen by Codex: {names}.</sub>',
  'attachmentsUnread.one': '{name} ({why})',
  'attachmentsUnread.more': 'and {count} more',
  'attachment.file': 'only pictures are read',
  'attachment.video': 'videos are not read',
  'attachment.elsewhere': 'it is on another host: attach it here',
  'attachment.too-many': 'ten pictures fit into a turn',
  'attachment.too-large': 'it is larger than 10 MB',
  'attachment.too-many-pixels': 'it has more than 60 million pixels',
  'attachment.no-picture': 'it is no PNG, JPEG, GIF or WebP, or says to be another',
  'attachment.expired': 'GitHub did not hand it out',
  'attachment.unreachable': 'its download failed',

  // The thread and its session
  sessionGone:
    '**The session of this thread cannot be continued.** {why}\n\nNothing was run: a new session would know nothing of what was said here. To begin anew, comment `/codex reset` with what you want below it, or open a new issue.',
  sessionNeverBegan: 'Codex has not answered in this thread before: there is nothing to go on with.',
  sessionExpired:
    'Its artifact is gone: it was deleted, or its retention (`retention-days`) is over since the last reply.',
  moved:
    '**This conversation moved to {url}.** The thread here ended when the pull request was opened. Comment there: Codex answers in it.',
  movedLate: 'This was asked before the conversation moved to #{number}. It is answered there.',
  movedAndEnded:
    '**This conversation moved to {url}**, and ended there. Open a new issue to go on; or, where it was closed without a merge, reopen it and comment there.',
  answersLate: 'For @{author}, asked in #{number} before the move:',
  'closed.issue': '**Nothing was run:** #{number} is closed. Reopen it and comment again, or open a new issue.',
  'closed.pullRequest':
    '**Nothing was run:** #{number} is closed. Reopen it, after restoring its branch if that was deleted, and comment again, or open a new issue.',
  merged: '**Nothing was run:** #{number} is merged, and this thread has ended. Open a new issue to go on.',
  branchGone:
    '**Nothing was run:** the branch `{branch}` of this pull request no longer exists. Restore the branch and comment again.',
  'requestChanged.by':
    '**Nothing was run:** the request of @{author} was changed by @{login} after it was made, and they may not ask here. Ask again in a comment of your own.',
  'requestChanged.untold':
    '**Nothing was run:** the request of @{author} was changed after it was made, and whoever did may not ask here. Ask again in a comment of your own.',
  requestDeleted:
    '**Nothing was run:** the request of @{author} was deleted before its turn. Ask again in a new comment, if it is still wanted.',
  requestGone:
    '**Nothing was run:** the request `{id}` was deleted before its turn. Ask again in a new comment, if it is still wanted.',
  askerWithoutStanding:
    '**Nothing was run:** @{login}, who wrote this request, may not ask here. Somebody who may has to ask for it.',
  replyLost:
    '**The reply to this was lost.** It is not in this thread, and the outbox artifact of run {run}, which held it, was deleted or has expired; a change that belonged to it may not be on the branch. The session is kept: ask again for what is missing.',

  // What became of the change
  opened: '→ Pull request #{number}. The conversation goes on there, and this thread has ended.',
  pushedTo: '→ {sha} on `{branch}`.',
  prNotPermitted:
    'The branch is pushed, but this repository does not let Actions open pull requests. [Open it by hand]({compareUrl}), or switch on Settings → Actions → General → "Allow GitHub Actions to create and approve pull requests".',
  pullRequestOrigin:
    'Made by Codex for {thread}. Comment here to go on: this pull request is a conversation of its own.',
  'pullRequestOrigin.checksWait':
    'Made by Codex for {thread}. Comment here to go on: this pull request is a conversation of its own. Its checks wait until somebody with write access approves them.',
  prOnRequest: '→ {sha} on `{branch}`. `/codex pr` opens the pull request.',
  prForbidden:
    '**No pull request was opened:** this workflow forbids it (`pull-request: never`). [Open it by hand]({compareUrl}), or change that input.',
  prRefused:
    '**No pull request was opened:** GitHub refused it: {why} The branch is pushed. Change what GitHub names, and the next turn tries again; or [open it by hand]({compareUrl}).',
  prNothingToOpen:
    '**There is nothing to open yet:** no change of this thread is on GitHub. Ask for one, then for the pull request.',
  prOpenAlready: 'The pull request is open: #{number}.',
  labelsRefused:
    'GitHub did not set {names} on the pull request: {why} Change the input `labels`, or set them by hand.',
  reviewersRefused: 'GitHub did not ask {names} for a review: {why} Change the input `reviewers`, or ask them by hand.',
  conflicts:
    '**The change was not pushed:** the branch moved during the turn, and the change conflicts with it ({detail}). It is kept as `change.patch` in the outbox artifact of [this run]({url}). Ask again, and Codex starts from the new state.',
  changeNoLongerApplies:
    'The change of this answer no longer applies to the branch. It is kept as `change.patch` in the outbox artifact of run {run}.',
  pushRefused:
    '**The change was not pushed:** {detail}. It is kept as `change.patch` in the outbox artifact of [this run]({url}).',
  held: '**The change was not pushed: the review held it back.** {why}\n\nIt is kept as `change.patch` in the outbox artifact of [this run]({url}). Look at it, and put it on a branch by hand with `git apply`; or say here what is to be different.',
  leftOut: '**Not all of the change was pushed.** Left out:\n\n{files}\n\n{where}',
  'leftOut.files': '- {names}: {why}.',
  'leftOut.more': '{names} and {count} more',
  'leftOut.inArtifact': 'They are in `change.patch` in the outbox artifact of [this run]({url}).',
  'leftOut.attached': '[A patch]({url}) has them: look at it, and put it on the branch by hand with `git apply`.',
  'leftOut.git-folder': "it would be part of git's own folder",
  'leftOut.workflow': 'no permission of a job lets the worker push workflow files',
  'leftOut.submodule': 'nobody reviews what a submodule brings',
  'leftOut.link': 'the link leads out of the repository',
  'leftOut.protected': 'the input `protected-paths` protects it',
  'leftOut.name': 'the name is another one, or none, on other systems, or looks like another file',
  'leftOut.size': 'it is larger than 25 MB',
  leftOutShown: 'What was left out, as a patch',
  patchShown: 'The change as a patch',
  'cut.transcript': '… The rest is in [the transcript]({url}).',
  cut: '… The rest is in the outbox artifact of [this run]({url}).',
  goesOn: '_Part {part} of {parts}: it goes on in the next comment._',
  goesOnHere: '_Part {part} of {parts}._',

  // Words of /codex
  help: 'These words steer this thread. Any other comment is a request.\n\n{list}',
  'help.head': '| first line of a comment | what it does |',
  'help.stop': 'Ends the turn that runs. Its session is kept.',
  'help.status': 'Says what runs, what waits, and where the last answer is.',
  'help.retry': 'Takes the last request that failed or was cancelled once more.',
  'help.reset': 'Begins a new session. The branch stays. Text below it is the first request.',
  'help.undo': 'Takes back the last commit and what Codex remembers of it.',
  'help.pr': 'Opens the pull request now.',
  'help.plan': 'Codex reads, changes nothing, and answers with a plan.',
  'help.go': 'Carries out the plan.',
  'help.apply':
    'In a pull request from a fork: puts the patch of the last answer on a branch here. Needs write permission.',
  'help.model': 'Uses this model in this thread from now on. `default` takes it back.',
  'help.effort': 'Sets how hard Codex thinks from now on: {levels}, or `default`.',
  'help.help': 'Shows this list.',
  'unknownWord.none': '**Nothing was run:** `/codex` needs a word beside it.\n\n{list}',
  unknownWord:
    '**Nothing was run:** `/codex` does not know the word {word}. To ask Codex for something, comment without `/codex`.\n\n{list}',
  'unknownWord.near':
    '**Nothing was run:** `/codex` does not know the word {word}. Was `/codex {near}` meant? To ask Codex for something, comment without `/codex`.\n\n{list}',
  'invalidModel.none':
    '**Nothing was changed:** `/codex model` names no model. Write one name without spaces, as in `/codex model gpt-5.5`, or `/codex model default`.',
  invalidModel:
    '**Nothing was changed:** {value} cannot be the model. Write one name without spaces, as in `/codex model gpt-5.5`, or `/codex model default`.',
  'invalidEffort.none':
    '**Nothing was changed:** `/codex effort` names no effort. Write one of {levels} or default, as in `/codex effort high`.',
  invalidEffort:
    '**Nothing was changed:** {value} cannot be the effort. Write one of {levels} or default, as in `/codex effort high`.',
  nothingRuns: 'Nothing runs in this thread, so there is nothing to stop.',
  'status.nothingWaits': '**No turn runs, and nothing waits behind this.**\n\n{lines}',
  'status.oneWaits': '**No turn runs, and one request waits behind this.**\n\n{lines}',
  'status.moreWait': '**No turn runs, and {count} requests wait behind this.**\n\n{lines}',
  'status.turns': '- Turns so far: {count}.',
  'status.lastTurn': '- Turns so far: {count}, the last one {outcome} at {time}.',
  'status.noSession': '- Session: none; the next request begins one.',
  'status.session': '- Session: {session}, sandbox {sandbox}.',
  'status.settings': '- Model: {model}. Effort: {effort}.',
  'status.setHere': '{value}, set in this thread',
  'status.setByWorkflow': '{value}, by the workflow',
  'status.setByCodex': "Codex's own",
  'status.noBranch': '- Branch: none yet.',
  'status.branch': '- Branch: {branch}.',
  'modelSet.default': "The next turns of this thread use the workflow's model again.",
  modelSet: 'The next turns of this thread use the model {name}. `/codex model default` takes it back.',
  'effortSet.default': "The next turns of this thread use the workflow's reasoning effort again.",
  effortSet: 'The next turns of this thread use the reasoning effort {level}. `/codex effort default` takes it back.',
  sessionReset:
    'The session of this thread is forgotten: the next request begins a new one, which knows the issue or pull request and nothing of what was said after it. The branch stays as it is.',
  planOfConversation: 'The plan is for what this conversation asks for.',
  noPlan: '**Nothing was run:** this session holds no plan that was not carried out. `/codex plan <text>` makes one.',
  pullRequestAsked: 'The pull request was asked for.',
  isPullRequest: 'This thread is a pull request already.',
  nothingToPropose: 'There is nothing to open a pull request for yet: nothing was changed in this thread.',
  nothingFailed: 'There is nothing to retry: no request of this thread failed or was cancelled.',
  retryByHand:
    '**Nothing was run:** the last request that failed was a run by hand, whose text GitHub does not keep. Run the workflow by hand again, or ask in a comment.',
  retryDeleted: '**Nothing was run:** the last request that failed was deleted. Ask in a new comment.',
  nothingToTakeBack: 'There is nothing to take back: no turn is left in this thread.',
  takeBackTooOld:
    '**Nothing was taken back:** the last turn was taken by an older release, which did not write down where the session was before it. Revert its commit by hand, and begin a new session with `/codex reset`.',
  takeBackConflicts:
    '**Nothing was taken back:** what came after the last change cannot stand without it ({detail}). Revert it by hand, or ask Codex to.',
  'takenBack.one': 'The last turn is taken back.',
  'takenBack.other': 'The last {turns} turns are taken back: they made one change together.',
  'takenBack.reverted': 'The commit {sha} is reverted.',
  'takenBack.left': 'Nothing on the branch is known to be of it, so the files stay as they are.',
  'takenBack.cut.one': 'Codex does not remember it.',
  'takenBack.cut.other': 'Codex does not remember them.',
  'takenBack.forgotten': 'The session began with it: the next request begins a new one.',
  'takenBack.otherSession': 'It belonged to a session that this thread has left before.',
  takeBackSubject: 'Take back the last change',
  unread: 'The lines below the command were not read: ask for them in a comment of their own.',

  // Pull requests from forks
  forkRefused: '**Nothing was run:** {reason}. {fix}',
  forkHeadChanged: '**Nothing was run:** {reason}, so it is not certain which commit was meant. {fix}',
  forkReadOnly:
    '**Nothing was run:** this pull request comes from a fork, where Codex only reads. `/codex apply` puts the patch of its last answer on a branch of this repository.',
  headMoved: "**This is about {read}:** the pull request's head is {now} now. Ask again to have that read.",
  patchOffered: 'The change as a patch for {head}',
  howToApply:
    '`/codex apply` puts this patch on a branch of this repository, on top of the commit that it is for, and opens a pull request.',
  patchNotOffered:
    'The patch above cannot be applied with `/codex apply`: {why}. Apply it by hand, or ask for another.',
  applyNeedsFork:
    '**Nothing was applied:** `/codex apply` is for pull requests from forks. Here, changes are on the branch already.',
  applyByComment:
    '**Nothing was applied:** only a comment in the conversation can ask for that. Write `/codex apply` there.',
  applyNeedsWrite:
    '**Nothing was applied:** {login} has {permission} permission, and write is needed. Ask a maintainer to write `/codex apply`.',
  nothingToApply:
    '**Nothing was applied:** no answer of Codex here offers a patch that was there before this was asked. Ask for a change, then write `/codex apply` below the answer.',
  applyAsked: 'The patch for {head} was asked for.',
  appliedBody:
    'This is #{number} from {repository}, at {head}, with the patch that Codex proposed there on top. {by} asked for it with `/codex apply`; no agent had a part in putting it here.\n\nIts checks run with what this repository gives its own branches: read all of it before you let them.',
  notApplied: '**Nothing was applied:** {why}. Apply the patch by hand, or ask its author to change the pull request.',
  applied:
    "→ Pull request #{number}, from {branch} at {sha}: the fork's commit with the patch on top. The conversation about it goes on there.",
  appliedOnly:
    "→ {sha} on {branch}: the fork's commit with the patch on top. [Open the pull request by hand]({compareUrl}).",

  // What the router says at once
  threadLocked: '**Nothing was run:** {reason}, and the worker could not answer there. {fix}',
  'turnLimit.one': '`{input}` allows one turn, and no more fits before {time}',
  'turnLimit.other': '`{input}` allows {count} turns, and no more fits before {time}',
  'turnLimit.person.one': '`{input}` allows one turn to one person, and no more fits before {time}',
  'turnLimit.person.other': '`{input}` allows {count} turns to one person, and no more fits before {time}',
  turnsUsedUp: '**Nothing was run:** {reason}. Ask again then, or have the limit raised.',
  turnPromised: 'Taken up. This note goes when the answer is here.',
  'runsAhead.one': 'Queued: one run of this thread is ahead. This note goes when the answer is here.',
  'runsAhead.other': 'Queued: {count} runs of this thread are ahead. This note goes when the answer is here.',
  'requestsAhead.one': 'Queued: one request of this repository is ahead. This note goes when the answer is here.',
  'requestsAhead.other':
    'Queued: {count} requests of this repository are ahead. This note goes when the answer is here.',
  'running.none': 'Nothing runs in this thread. {waiting}',
  running: '[A run]({url}) is at work in this thread. {waiting}',
  'running.since': '[A run]({url}) has been at work in this thread since {time}. {waiting}',
  'running.noneWaits': 'None waits.',
  'running.oneWaits': 'One more waits.',
  'running.moreWait': '{count} more wait.',
  'queueHolds.none': 'The queue of this repository is empty.',
  'queueHolds.one': 'The queue of this repository holds one request.',
  'queueHolds.other': 'The queue of this repository holds {count} requests.',
  queueGaveUp:
    '**This request got no answer in {tries} tries.** Each run that took it from the queue stopped before it could answer, and it is not tried again by itself. It is kept as `{file}` on the branch `{branch}`. Read the log of the runs that its `taken` names, then ask again.',
  runsUntold: 'This GitHub does not tell which runs belong to a thread. [Look at the runs]({url}/actions).',
  runsHidden: 'The token of the workflow may not look at runs. {fix}',
  'lastAnswer.none': 'Codex has not answered among the newest comments here.',
  lastAnswer: 'The last answer is [of {time}]({url}).',
  'stopping.none': '**Stopping.** [The run]({url}) was told to stop; it says here what was kept.',
  'stopping.one':
    '**Stopping.** [The run]({url}) was told to stop; it says here what was kept. One run waits behind it and will go on.',
  'stopping.other':
    '**Stopping.** [The run]({url}) was told to stop; it says here what was kept. {count} runs wait behind it and will go on.',
  stopRefused:
    '**Not stopped.** GitHub did not let the worker cancel [the run]({url}). {fix} Until then, cancel it on its page.',
  stopUntold:
    '**Not stopped.** This GitHub does not tell which run belongs to this thread. [Cancel it on the page of the runs]({url}/actions).',

  // Of a run that stopped
  'notice.routeFailed': '**The run stopped before it began** (job `route`). {reason}\n\n{next}',
  'notice.cancelledBeforeStart': '**Cancelled before it started.** {next}',
  'notice.queueFull':
    '**Cancelled before it started: the queue is full.** {waiting} runs of this thread wait, and GitHub lets no more than 100 wait. {next}',
  'notice.cancelledBeforeCodex':
    '**Cancelled before Codex began.** [The run]({url}) was cancelled while it was prepared. {next}',
  'notice.cancelled':
    '**Cancelled.** [The run]({url}) was cancelled while it worked on this request. {kept} It is not repeated unasked: reply to go on, or re-run it.',
  'notice.cancelledBeforePublished':
    '**Cancelled before the answer was published.** [The run]({url}) was cancelled after Codex had answered. {next}',
  'notice.cancelledBeforeStored':
    '**Cancelled after Codex had answered.** [The run]({url}) was cancelled before its session was stored. {kept} It is not repeated unasked: reply to ask again, or re-run it.',
  'notice.timedOutInStep':
    '**Timed out.** [The run]({url}) was stopped after {minutes} minutes in the step `{step}`, by a `timeout-minutes` of that step. {kept} Reply to go on from there, or raise the limit.',
  'notice.timedOutBeforePublished':
    '**Timed out.** [The run]({url}) took more than {minutes} minutes (`job-timeout-minutes`) and was stopped after Codex had answered. {next}',
  'notice.timedOutInPublish':
    '**Timed out.** [The run]({url}) took more than {minutes} minutes to publish the answer and was stopped. {next}',
  'notice.timedOutBeforeCodex':
    '**Timed out.** [The run]({url}) took more than {minutes} minutes (`job-timeout-minutes`) and was stopped before Codex began. {next}',
  'notice.timedOut':
    '**Timed out.** [The run]({url}) took more than {minutes} minutes (`job-timeout-minutes`) and was stopped. {kept} Reply to go on from there, or raise the limit.',
  'notice.runnerLost':
    '**The runner was lost** (job `{job}`). The machine went away, or ran out of memory or disk, and GitHub tells no more. {next}',
  'notice.cutOff':
    '**Cut off.** The step `{step}` ended after {minutes} minutes without a word. That is what a `timeout-minutes` of the step does, a machine without memory, or an error of the worker itself; [its log]({url}) tells. {next}',
  'notice.publishFailed': '**The answer could not be published**{job}. {reason}\n\n{next}',
  'notice.failed': '**The run failed** before it could answer{job}. {reason}\n\n{next}',
  'notice.inJob': ' (job `{job}`)',
  'notice.failed.kept':
    'Turns that had ended before are kept, and published by the next run of this thread; the one that was cut off is not. When that is mended, reply or re-run the failed jobs: what is kept is not done twice.',
  'notice.failed.kept.byHand':
    'Turns that had ended before are kept, and published by the next run of this thread; the one that was cut off is not. When that is mended, re-run the failed jobs: what is kept is not done twice.',
  'notice.failed.nothingKept':
    'Nothing of this run was kept; the session is as it was before. When that is mended, reply or re-run the failed jobs: what is kept is not done twice.',
  'notice.failed.nothingKept.byHand':
    'Nothing of this run was kept; the session is as it was before. When that is mended, re-run the failed jobs: what is kept is not done twice.',
  'notice.staysOpen':
    'Nothing was run for this request, and it stays open: the next comment here, or a re-run, takes it up.',
  'notice.staysOpen.byHand':
    'Nothing was run for this request, and it stays open: its text stands in the run alone, and a re-run takes it up.',
  'notice.staysOpen.queued':
    'Nothing was run for this request, and it stays open: one of the runs that wait takes it up.',
  'notice.answerKept': 'The answer is kept: re-run the failed jobs, or comment here, and it is published first.',
  'notice.lastTry':
    '{kept} Three runs ended without an answer, and it is not tried again unasked: reply to go on, or re-run it.',
  'notice.takenUp': '{kept} The request stays open: re-run the failed jobs, or comment here, and it is taken up.',
  'notice.takenUp.byHand': '{kept} The request stays open: re-run the failed jobs, and it is taken up.',
  'notice.kept': "The session up to then is kept, and what it had changed, if anything, is on the thread's branch.",
  'notice.nothingKept': 'Nothing of this run was kept; the session is as it was before.',
  'notice.log': '[Its log]({url}) says why.',

  // Folded below a reply
  'facts.filesChanged.one': 'one file +{added} −{removed}',
  'facts.filesChanged.other': '{count} files +{added} −{removed}',
  'facts.commandsFailed.one': 'one command failed',
  'facts.commandsFailed.other': '{count} commands failed',
  'facts.tokens': '{tokens} tokens',
  'facts.cost': 'about {cost}',
  'facts.changed': '**What changed**',
  'facts.notPushed': '**What it would have changed**',
  'facts.added': 'new',
  'facts.deleted': 'deleted',
  'facts.renamed': 'was {path}',
  'facts.binary': 'binary',
  'facts.moreFiles.one': 'and one more',
  'facts.moreFiles.other': 'and {count} more',
  'facts.commands': '**Commands that failed**',
  'facts.lastCommands': '**Commands that failed** (the last {shown} of {count})',
  'facts.took': '**What it took**',
  'facts.exitCode': '→ exit code {code}',
  'facts.tokenCounts':
    'Tokens: {input} read, {cached} of them from the cache; {output} written, {reasoning} of them while thinking',
  'facts.estimate': 'Cost: about {cost}, an estimate by the list prices of {day}',
  'facts.ownEstimate': 'Cost: about {cost}, an estimate by the prices of this workflow',
  'facts.noPrice': 'Cost: no price of {model} is known (input `prices`)',
  'facts.review': 'Review of the change: {tokens} tokens more',
  'facts.reviewCost': 'Review of the change: {tokens} tokens more, about {cost}',
  'facts.model': 'Model: {model}',
  'facts.effort': 'Effort: {effort}',
  'facts.codex': 'Codex {version}',
  'facts.time': 'Time: {time}',
  'facts.commitLink': 'commit {sha}',
  'facts.pullRequestLink': 'pull request #{number}',
  'facts.runLink': 'run',
  'facts.transcriptLink': 'transcript',
  // On the page of a run
  'page.answered': '✅ Answered',
  'page.failed': '❌ Failed',
  'page.cancelled': '🛑 Cancelled',
  'page.refused': '😕 Refused',
  'page.nothing': '💤 Nothing to do',
  'page.stopped': '❌ Stopped',
  'page.stoppedBy': '❌ Stopped: `{code}`',
  'page.nextStep': '**Next step:** {step}',
  'page.moreOn': '[More on `{code}`]({url})',
  'page.cancelledNext': 'Reply in the thread to go on, or comment `/codex retry` there.',
  'page.refusedNext': 'The reply says why, and how to ask so that it is answered.',
  'page.bug': 'The worker stopped on an error that it does not know: {said}',
  'page.bugNext': 'Report it with the details in the log of the step.',
  'page.bugNextAt': 'Report it with the details in the log of the step: {url}.',
  'page.nothingOpen': 'No request was open: each has its reply, or another run has taken it up.',
  'page.request': 'request',
  'page.who': 'asked by',
  'page.outcome': 'outcome',
  'page.model': 'model',
  'page.effort': 'effort',
  'page.tokens': 'tokens',
  'page.time': 'time',
  'page.reply': 'reply',
  'page.outcome.answered': 'answered',
  'page.outcome.failed': 'failed',
  'page.outcome.refused': 'refused',
  'page.outcome.cancelled': 'cancelled',
  'page.moreAsked': '{request} and {count} more',
  'page.tokensAndCost': '{tokens}, about {cost}',
  'page.moreReplies.one': 'One more reply is not listed.',
  'page.moreReplies.other': '{count} more replies are not listed.',
  'page.opened': '**Change:** pull request {link} was opened from {branch}.',
  'page.updated': '**Change:** pushed to {branch}, in pull request {link}.',
  'page.pushed': '**Change:** pushed to {branch}.',
  'page.notOpened': '**Change:** pushed to {branch}; GitHub did not let it open a pull request.',
  'page.applied': '**Change:** the patch was put on {branch}.',
  'page.notApplied': '**Change:** the patch was not applied; the reply says why.',
  'page.notLanded': '**Change:** not pushed to {branch}; the reply says why, and where the patch is.',
  'page.calls.one': '**GitHub API:** one call ({jobs}).',
  'page.calls.other': '**GitHub API:** {count} calls ({jobs}).',
  'page.callsLeft': '{left} of {of} are left in this hour.',
  'page.pruned.one': '**Pruned:** one artifact that nobody needs any more. Calls of the API for it: {calls}.',
  'page.pruned.other': '**Pruned:** {count} artifacts that nobody needs any more. Calls of the API for it: {calls}.',
  'page.routed': '**Route:** {decision}, {request}: {why}',
  'page.route.run': 'run',
  'page.route.enqueue': 'put into the queue',
  'page.route.command': 'answered at once',
  'page.route.refuse': 'refused',
  'page.ignored': '**Route:** ignored: {why}',
  'page.of': '{request} of {thread}',
  'page.queue': '**Queue:** {why}',
  'page.setAside': 'Moved to `broken/`:',
  'page.removed': '**Queue:** requests that have their reply and left the queue: {count}.',
  'page.kept': 'Requests without one that stayed for the next drain: {count}.',
  'page.nothingDropped': '**Sweep:** no request was dropped.',
  'page.dropped': '**Sweep:** threads with dropped requests: {count}.',
  'page.droppedLeft': 'Left to the next sweep: {count}.',
  'page.droppedOne': '{request} of {thread} has no answer: its thread runs now.',
  'page.told': '**Notice:** [the thread was told]({url}) how this run ended.',
  'page.toldNobody': '**Notice:** nobody had to be told: the request has its reply, or was told of this end before.',

  // In the picture of a run; a colon, a hash or a semicolon in them is left out there
  'picture.route': 'route',
  'picture.restore': 'restore the session',
  'picture.run': 'codex-run',
  'picture.install': 'install Codex',
  'picture.turn': 'turn {number}',
  'picture.turnOf': 'turn {number}, {request}',
  'picture.review': 'review the change',
  'picture.persist': 'persist the session',
  'picture.propose': 'publish the change',
  'picture.reply': 'publish the replies',
  'picture.waitForThread': 'wait for thread and runner',
  'picture.waitForRunner': 'wait for a runner',
  'picture.took': '{stage}, {time}',
  'picture.more.one': 'One more part is not drawn.',
  'picture.more.other': '{count} more parts are not drawn.',
} as const;

type FailureKey = `failure.${FailureCode}.${'when' | 'fix'}`;

/** What happened, and what to change, for each code. */
const failures = Object.fromEntries(
  Object.entries(catalogue).flatMap(([code, { when, fix }]) => [
    [`failure.${code}.when`, when],
    [`failure.${code}.fix`, fix],
  ]),
) as Readonly<Record<FailureKey, string>>;

/**
 * Every sentence that a person can get from the worker, in English. What stands in braces is filled in. A team may put its own
 * in the place of any of them: the input `texts`, see docs/texts.md.
 */
export const english = { ...sentences, ...failures };

/** The name of a sentence. */
export type TextKey = keyof typeof english;
