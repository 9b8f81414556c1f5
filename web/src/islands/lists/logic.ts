/** Whether a click asks for nothing special, such as a new tab. */
export function isPlainClick(event: {
  button: number;
  metaKey: boolean;
  ctrlKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  defaultPrevented: boolean;
}): boolean {
  const special = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
  return event.button === 0 && !special && !event.defaultPrevented;
}

/** What is said after sorting. */
export function sortWords(label: string, order: string | null): string {
  const words = order === 'descending' ? 'highest or last first' : 'lowest or first first';
  return `Sorted by ${label}, ${words}`;
}
