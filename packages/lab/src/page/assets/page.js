// What the page does beyond what a browser does with forms and links: it stays up to date, and leaves alone what
// somebody reads or writes. Without it everything still works, by loading the page anew.

/* global htmx, Idiomorph */

const isTyping = (form) =>
  form.contains(document.activeElement) ||
  [...form.elements].some(
    (field) => 'defaultValue' in field && field.type !== 'hidden' && field.value !== field.defaultValue,
  );

Object.assign(Idiomorph.defaults.callbacks, {
  // What is being typed, and what says so itself, stays as it is.
  beforeNodeMorphed: (from) =>
    !(from instanceof HTMLFormElement && isTyping(from)) && !(from instanceof Element && from.matches('[data-keep]')),
  // What somebody has unfolded stays so; so does what they have folded.
  beforeAttributeUpdated: (name, element) => !(name === 'open' && element instanceof HTMLDetailsElement),
  // A form that is typed into stays, also where the page has it no more.
  beforeNodeRemoved: (node) => !(node instanceof HTMLFormElement && isTyping(node)),
});

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `3 minutes ago` for every time, and the count of what still goes on. */
function tick() {
  const now = Date.now();
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const seconds = Math.round((Date.parse(time.dateTime) - now) / 1000);
    const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? [];
    say(time, unit === undefined ? 'just now' : relative.format(Math.round(seconds / size), unit));
  }
  for (const count of document.querySelectorAll('[data-since]')) {
    const seconds = Math.max(0, Math.round((now - Date.parse(count.dataset.since)) / 1000));
    say(count, seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`);
  }
}

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let lastNews = document.getElementById('live').dataset.news;

/** Tells a screen reader what is new; once, and only when it is. */
function tellNews() {
  const { news = '' } = document.getElementById('live').dataset;
  if (news === lastNews) return;
  lastNews = news;
  say(document.getElementById('news'), news);
}

const follow = () => document.getElementById('follow');

/** Keeps the end of a log that grows in sight, until somebody scrolls up or takes the mark away. */
function followLog() {
  if (!follow()?.checked) return;
  const last = [...document.querySelectorAll('.step[open] .line')].at(-1);
  last?.scrollIntoView({ block: 'nearest' });
}

// Following goes down alone: whoever goes up wants to read, with a wheel, a finger, a key or the bar.
let lastY = scrollY;
document.addEventListener(
  'scroll',
  () => {
    if (scrollY < lastY && follow()?.checked) follow().checked = false;
    lastY = scrollY;
  },
  { passive: true },
);

const lost = document.getElementById('lost');
document.addEventListener('htmx:sendError', () => {
  lost.hidden = false;
});
document.addEventListener('htmx:afterRequest', ({ detail }) => {
  if (detail.successful) lost.hidden = true;
});
document.addEventListener('htmx:afterSwap', () => {
  tick();
  tellNews();
  followLog();
});

const closeOthers = (inside) => {
  for (const open of document.querySelectorAll('details[data-closes][open]')) {
    if (open.contains(inside)) continue;
    // Who was in it is not lost with it.
    if (open.contains(document.activeElement)) open.querySelector('summary').focus();
    open.open = false;
  }
};
document.addEventListener('click', ({ target }) => closeOthers(target));
document.addEventListener('keydown', ({ key, ctrlKey, metaKey, target }) => {
  if (key === 'Escape') closeOthers(null);
  // As people are used to: send what one has written.
  if (key === 'Enter' && (ctrlKey || metaKey) && target instanceof HTMLTextAreaElement) target.form.requestSubmit();
});

tick();
followLog();
setInterval(tick, 1000);
document.documentElement.classList.add('scripted');
