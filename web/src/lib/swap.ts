/** Fetches a page of ours and puts some of its parts in place of the same parts here. */
export async function swapParts(address: string, selectors: readonly string[]): Promise<boolean> {
  const next = await fetchPage(address);
  if (next === null) return false;
  swapFrom(next, selectors);
  return true;
}

/** Puts some parts of another page in place of the same parts here. */
export function swapFrom(next: Document, selectors: readonly string[]): void {
  const pairs = selectors.map((selector) => [
    document.querySelector(selector),
    next.querySelector(selector),
  ]);
  for (const [here, there] of pairs) {
    if (here && there) here.replaceWith(document.importNode(there, true));
  }
  document.title = next.title;
}

/** Another page of ours; `null` where it cannot be had within ten seconds. */
export async function fetchPage(address: string): Promise<Document | null> {
  try {
    const answer = await fetch(address, {
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    return null;
  }
}
