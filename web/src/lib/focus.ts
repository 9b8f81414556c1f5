/** Moves the focus to an error summary, so that nobody misses it. */
export function focusProblem(root: ParentNode): void {
  root.querySelector<HTMLElement>('[data-focus=true]')?.focus();
}
