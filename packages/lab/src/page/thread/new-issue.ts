import { html } from 'hono/html';
import { fileField, formProof } from '../ask/forms.ts';
import type { Page } from '../frame/layout.ts';
import { avatar } from '../frame/person.ts';
import type { Visit } from '../site.ts';

/** Where an issue is opened. */
export function newIssue(visit: Visit): Page {
  const { site, viewer, url } = visit;
  const typed = site.notes.find(url.searchParams.get('note'))?.typed;
  return {
    title: 'New issue',
    section: 'issues',
    body: html`<div class="head"><h1>New issue</h1></div>
<form id="issue-form" class="said narrow" method="post" enctype="multipart/form-data" action="${site.home}/issues">${formProof(visit)}
  ${avatar(viewer.login)}
  <div class="card fields">
    <p><label for="issue-title">Title</label><input id="issue-title" name="title" required maxlength="256" value="${typed?.get('title') ?? ''}" autofocus autocomplete="off"></p>
    <p><label for="issue-text">What is to be done, or what you want to know</label><textarea id="issue-text" name="body" rows="9">${typed?.get('body') ?? ''}</textarea></p>
    ${fileField('issue-files')}
    <p><label for="issue-labels">Labels, with commas between <span class="quiet">(only those who may triage set them)</span></label><input id="issue-labels" name="labels" value="${typed?.get('labels') ?? ''}" autocomplete="off"></p>
    <p class="buttons"><a class="button" href="${site.home}/issues">Back</a><button class="button main">Open the issue as ${viewer.login}</button></p>
  </div>
</form>`,
  };
}
