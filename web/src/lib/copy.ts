import { announce } from './announce.ts';

/** Copies the text that a button belongs to; without scripts the text is selected by hand. */
export function watchCopies(root: Document): void {
  root.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button[data-copy]') : null;
    if (button !== null) void copy(button);
  });
}

async function copy(button: HTMLElement): Promise<void> {
  const source = document.getElementById(button.dataset['copy'] ?? '');
  if (source === null) return;
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    announce('Copied');
  } catch {
    // Pages without a secure address may not write to the clipboard: the text is selected instead.
    window.getSelection()?.selectAllChildren(source);
    announce('Selected: copy it with Control and C');
  }
}
