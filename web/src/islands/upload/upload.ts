import { announce } from '../../lib/announce.ts';
import { progressWords } from './logic.ts';

/** Shows how far an upload has come; without scripts the browser's own sign does. */
export function watchUploads(root: Document): void {
  const form = root.querySelector<HTMLFormElement>('form[data-island=upload]');
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form);
  });
}

function send(form: HTMLFormElement): void {
  const request = new XMLHttpRequest();
  const bar = addBar(form);
  let told = 0;
  request.upload.addEventListener('progress', (event) => {
    if (!event.lengthComputable) return;
    bar.max = event.total;
    bar.value = event.loaded;
    const tenth = Math.floor((10 * event.loaded) / event.total);
    if (tenth > told) {
      told = tenth;
      announce(progressWords(event.loaded, event.total));
    }
  });
  request.addEventListener('load', () => show(request));
  request.addEventListener('error', () => form.submit());
  request.open('POST', form.action);
  request.setRequestHeader('accept', 'text/html');
  request.send(new FormData(form));
}

/** The answer is a whole page: the report after a redirect, or the form with its problem. */
function show(request: XMLHttpRequest): void {
  if (request.responseURL !== '' && request.status < 400) {
    location.assign(request.responseURL);
    return;
  }
  const page = new DOMParser().parseFromString(request.responseText, 'text/html');
  const main = page.querySelector('main');
  if (!main) return;
  document.querySelector('main')?.replaceWith(document.importNode(main, true));
  document.title = page.title;
  document.querySelector<HTMLElement>('[data-focus=true], main')?.focus();
  watchUploads(document);
}

function addBar(form: HTMLFormElement): HTMLProgressElement {
  const label = document.createElement('p');
  label.className = 'govuk-body';
  label.textContent = 'Sending the file';
  const bar = document.createElement('progress');
  bar.className = 'ww-progress';
  bar.setAttribute('aria-label', 'Sending the file');
  form.append(label, bar);
  return bar;
}
