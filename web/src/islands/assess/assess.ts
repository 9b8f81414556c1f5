// The ward priority map changes in place; its form and links work without this, too.
import { announce } from '../../lib/announce.ts';
import { fetchPage, swapFrom } from '../../lib/swap.ts';
import { isPlainClick } from '../lists/logic.ts';
import { onChosen, showFigures } from '../map/events.ts';
import { viewAddress, whyAddress } from './logic.ts';

const VIEW = ['#chooser', '#assess-title', '#assess-words', '#assess-key', '#assess-list', '#why', '#ranks-chart', '#map', '#take'];
const WHY = ['#why', '#chooser'];
let asked = 0;

/** Shows other choices of the form and other areas without a new page. */
export function watchAssess(root: Document): void {
  if (chooser() === null) return;
  root.addEventListener('change', (event) => {
    if (inChooser(event.target)) void showForm();
  });
  root.addEventListener('submit', (event) => {
    if (!inChooser(event.target)) return;
    event.preventDefault();
    void showForm();
  });
  root.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('#assess-list tbody a[href$="#why"]') : null;
    const code = link?.closest<HTMLElement>('tr')?.dataset['code'];
    if (code === undefined || !isPlainClick(event)) return;
    event.preventDefault();
    void explain(code, true);
  });
  onChosen(root, (code) => void explain(code, false));
}

function chooser(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>('form[data-assess=chooser]');
}

function inChooser(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('form[data-assess=chooser]') !== null;
}

async function showForm(): Promise<void> {
  const form = chooser();
  if (form === null) return;
  const chosen = [...new FormData(form)].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const fields = [...form.elements].map((field) => field.getAttribute('name') ?? '');
  const address = viewAddress(location.href, form.getAttribute('action') ?? location.pathname, chosen, fields);
  const focused = document.activeElement?.id ?? '';
  if (!(await show(address, VIEW))) return;
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
  announce(document.querySelector('#assess-words')?.textContent ?? '');
}

async function explain(code: string | null, move: boolean): Promise<void> {
  const form = chooser();
  if (form === null || (code === null && document.querySelector('#why h3') === null)) return;
  const address = whyAddress(location.href, form.getAttribute('action') ?? location.pathname, code);
  if (!(await show(address, WHY)) || !move) return;
  document.getElementById('why')?.focus();
}

/** Fetches a view and puts its parts in place. Only the last one that was asked for is shown. */
async function show(address: string, parts: readonly string[]): Promise<boolean> {
  const mine = (asked += 1);
  const list = document.getElementById('assess-list');
  list?.setAttribute('aria-busy', 'true');
  const next = await fetchPage(address);
  if (mine !== asked) return false;
  list?.removeAttribute('aria-busy');
  if (next === null) {
    location.assign(address);
    return false;
  }
  swapFrom(next, parts);
  history.replaceState(history.state, '', address);
  const source = next.querySelector<HTMLElement>('#assess-map')?.dataset['source'];
  const figure = document.getElementById('assess-map');
  if (parts === VIEW && figure && source !== undefined) showFigures(figure, source);
  return true;
}
