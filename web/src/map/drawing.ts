import type { StyleSpecification } from 'maplibre-gl';

const INK = '#0b0c0c';

/** Outlines to draw on, and the drawing above them. No outside address. */
export function drawingStyle(
  backdrop: GeoJSON.FeatureCollection,
  drawing: GeoJSON.FeatureCollection,
): StyleSpecification {
  return {
    version: 8,
    sources: {
      backdrop: { type: 'geojson', data: backdrop },
      drawing: { type: 'geojson', data: drawing },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#ffffff' } },
      { id: 'backdrop-fill', type: 'fill', source: 'backdrop', paint: { 'fill-color': '#e4eef0' } },
      { id: 'backdrop-line', type: 'line', source: 'backdrop', paint: { 'line-color': '#6f777b', 'line-width': 1 } },
      {
        id: 'drawing-fill',
        type: 'fill',
        source: 'drawing',
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': '#ffdd00', 'fill-opacity': 0.5 },
      },
      {
        id: 'drawing-line',
        type: 'line',
        source: 'drawing',
        filter: ['!=', ['geometry-type'], 'Point'],
        paint: { 'line-color': INK, 'line-width': 3 },
      },
    ],
  };
}
