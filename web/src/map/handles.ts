import { Marker, type LngLat, type Map as MapLibre } from 'maplibre-gl';

/** One place on the map that can be taken hold of. */
export interface Handle {
  readonly lat: number;
  readonly lon: number;
  /** What it shows; short. */
  readonly text: string;
  /** What it is called. */
  readonly label: string;
  /** Whether it waits to be put somewhere else. */
  readonly picked: boolean;
}

/** What happens to handles, by their place in the list. */
export interface Hands {
  readonly dragged: (at: number, to: LngLat, ended: boolean) => void;
  readonly clicked: (at: number) => void;
  readonly pressed: (at: number, event: KeyboardEvent) => void;
}

/** Buttons on a map that are dragged by mouse or finger; keys and clicks are told. */
export class Handles {
  private readonly markers: Marker[] = [];

  constructor(
    private readonly map: MapLibre,
    private readonly hands: Hands,
  ) {}

  /** Shows these handles; those that stay keep the focus and the hand on them. */
  show(handles: readonly Handle[]): void {
    for (const marker of this.markers.splice(handles.length)) marker.remove();
    handles.forEach((handle, at) => {
      const marker = this.markers[at] ?? this.add(at, handle);
      marker.setLngLat([handle.lon, handle.lat]);
      const button = marker.getElement();
      button.textContent = handle.text;
      button.setAttribute('aria-label', handle.label);
      button.setAttribute('aria-pressed', String(handle.picked));
    });
  }

  /** Gives the focus to a handle; false where there is none. */
  focus(at: number): boolean {
    const marker = this.markers[at];
    marker?.getElement().focus();
    return marker !== undefined;
  }

  /** Where a handle would be, moved so many pixels. */
  beside(at: number, [right, down]: readonly [number, number]): LngLat | undefined {
    const from = this.markers[at]?.getLngLat();
    if (!from) return undefined;
    const { x, y } = this.map.project(from);
    return this.map.unproject([x + right, y + down]);
  }

  private add(at: number, handle: Handle): Marker {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'ww-handle';
    button.setAttribute('aria-label', handle.label);
    // What is done to a handle is not done to the map below it.
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      this.hands.clicked(at);
    });
    button.addEventListener('dblclick', (event) => event.stopPropagation());
    button.addEventListener('keydown', (event) => {
      event.stopPropagation();
      this.hands.pressed(at, event);
    });
    const marker = new Marker({ element: button, draggable: true });
    marker.setLngLat([handle.lon, handle.lat]).addTo(this.map);
    marker.on('drag', () => this.hands.dragged(at, marker.getLngLat(), false));
    marker.on('dragend', () => this.hands.dragged(at, marker.getLngLat(), true));
    this.markers.push(marker);
    return marker;
  }
}
