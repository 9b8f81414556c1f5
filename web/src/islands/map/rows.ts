/** Links the map with the rows of the list: hover or focus in one marks the other. */
export function watchRows(mark: (code: string | null) => void): { show(code: string | null): void; stop(): void } {
  const row = (event: Event): string | null => {
    const target = event.target instanceof Element ? event.target : null;
    return target?.closest<HTMLElement>('#list tr[data-code]')?.dataset['code'] ?? null;
  };
  const enter = (event: Event): void => mark(row(event));
  document.addEventListener('mouseover', enter);
  document.addEventListener('focusin', enter);
  return {
    show(code) {
      for (const old of document.querySelectorAll('#list tr.is-linked')) old.classList.remove('is-linked');
      if (code === null) return;
      document.querySelector(`#list tr[data-code="${CSS.escape(code)}"]`)?.classList.add('is-linked');
    },
    stop() {
      document.removeEventListener('mouseover', enter);
      document.removeEventListener('focusin', enter);
    },
  };
}
