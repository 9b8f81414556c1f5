/** The address of a view from its form; blank choices are left out, and what else the address says stays. */
export function viewAddress(here: string, path: string, chosen: Iterable<readonly [string, string]>, fields: Iterable<string>): string {
  const now = new URL(here);
  const url = new URL(path, here);
  const own = new Set([...fields, 'page']);
  for (const [name, value] of now.searchParams) {
    if (!own.has(name)) url.searchParams.append(name, value);
  }
  for (const [name, value] of chosen) {
    if (value !== '') url.searchParams.set(name, value);
  }
  return url.pathname + url.search.replaceAll('%2F', '/');
}

/** The address with an area explained, or none. */
export function whyAddress(here: string, path: string, code: string | null): string {
  const url = new URL(here);
  if (code === null) url.searchParams.delete('area');
  else url.searchParams.set('area', code);
  return path + url.search.replaceAll('%2F', '/');
}
