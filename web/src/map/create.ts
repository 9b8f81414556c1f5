import { AttributionControl, Map as MapLibre, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { StyleSpecification } from 'maplibre-gl';
import { parseBackground, withBackground } from './background.ts';
import { hatch, unsureHatch } from './hatch.ts';

let workerSet = false;

/** What a map is made of. */
export interface MapParts {
  readonly container: HTMLElement;
  readonly style: StyleSpecification;
  readonly bounds: readonly [number, number, number, number];
  readonly maxBounds: [[number, number], [number, number]];
  readonly label: string;
  /** Whether it can be moved by hand; one that cannot has no controls either. */
  readonly moves?: boolean;
}

/** The style with the map behind it, where the page names one. */
function behind(style: StyleSpecification): StyleSpecification {
  const background = parseBackground(document.getElementById('background-model')?.textContent ?? 'null');
  return background === null ? style : withBackground(style, background, location.origin);
}

/** Makes a map. Throws where the browser offers no WebGL. */
export function createMap(parts: MapParts): MapLibre {
  if (!workerSet) {
    setWorkerUrl(workerUrl);
    workerSet = true;
  }
  const [west, south, east, north] = parts.bounds;
  const map = new MapLibre({
    container: parts.container,
    style: behind(parts.style),
    bounds: [
      [west, south],
      [east, north],
    ],
    fitBoundsOptions: { padding: 24, animate: false },
    maxBounds: parts.maxBounds,
    interactive: parts.moves ?? true,
    cooperativeGestures: parts.moves ?? true,
    fadeDuration: 0,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    locale: {
      'Map.Title': parts.label,
      'CooperativeGesturesHandler.WindowsHelpText': 'Use Ctrl and scroll to zoom the map',
      'CooperativeGesturesHandler.MacHelpText': 'Use ⌘ and scroll to zoom the map',
      'CooperativeGesturesHandler.MobileHelpText': 'Use two fingers to move the map',
    },
  });
  if (parts.moves === false) return map;
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
  map.addControl(new AttributionControl({ compact: false, customAttribution: [] }), 'bottom-right');
  map.once('style.load', () => {
    map.addImage('hatch', hatch(), { pixelRatio: 2 });
    map.addImage('unsure', unsureHatch(), { pixelRatio: 2 });
  });
  return map;
}
