const ID = 'ww-announcer';

/** Says something to screen readers through the page's one polite live region. */
export function announce(text: string): void {
  const region = document.getElementById(ID) ?? addRegion();
  region.textContent = text;
}

function addRegion(): HTMLElement {
  const region = document.createElement('div');
  region.id = ID;
  region.className = 'govuk-visually-hidden';
  region.setAttribute('role', 'status');
  region.setAttribute('aria-live', 'polite');
  document.body.append(region);
  return region;
}
