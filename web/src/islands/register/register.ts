import { announce } from '../../lib/announce.ts';
import { mountIslands } from '../../lib/islands.ts';
import { swapParts } from '../../lib/swap.ts';
import { formAddress } from './logic.ts';

const PATIENCE_MS = 350;

/** Filters a register while its form changes; the button does the same without scripts. */
export function watchRegister(root: Document): void {
  const register = root.querySelector<HTMLElement>('[data-island=register]');
  const form = register?.querySelector<HTMLFormElement>('form.ww-filters');
  if (!register || !form) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void filter(form), PATIENCE_MS);
  };
  form.addEventListener('input', later);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void filter(form);
  });
}

async function filter(form: HTMLFormElement): Promise<void> {
  const address = formAddress(location.pathname, new FormData(form));
  document.getElementById('results')?.classList.add('ww-busy');
  if (!(await swapParts(address, ['#results']))) {
    location.assign(address);
    return;
  }
  history.replaceState(history.state, '', address);
  const results = document.getElementById('results');
  if (results) mountIslands(results);
  announce(document.getElementById('list-heading')?.textContent ?? '');
}
