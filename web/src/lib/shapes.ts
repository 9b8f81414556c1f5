/** Fetches GeoJSON. Rejects when it cannot be had within ten seconds. */
export async function fetchShapes(address: string): Promise<GeoJSON.FeatureCollection> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${address} gave ${answer.status}`);
  const value: unknown = await answer.json();
  if (!isCollection(value)) throw new Error(`${address} is no feature collection`);
  return value;
}

function isCollection(value: unknown): value is GeoJSON.FeatureCollection {
  return typeof value === 'object' && value !== null && 'features' in value && Array.isArray(value.features);
}
