/* The points of the map: unpacked from the server's bytes, and grouped by segment at each setting. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const AXES = 3;

  /* The points as `core` packs them, little-endian: length of the head, head as JSON with {count, settings, ids},
     the axes as float32, the rows of the table as uint32, the labels at each setting as uint8. */
  function unpack(buffer) {
    const length = new DataView(buffer).getUint32(0, true);
    const { count, settings, ids } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    let offset = 4 + length;
    const takeColumn = (Kind) => {
      const column = new Kind(buffer, offset, count);
      offset += column.byteLength;
      return column;
    };
    const axes = Array.from({ length: AXES }, () => takeColumn(Float32Array));
    const rows = takeColumn(Uint32Array);
    const labels = settings.map(() => takeColumn(Uint8Array));
    return { count, axes, rows, labels, ids, places: new Map(), coordinates: new Map() };
  }

  /* The places of all points by their label at the setting of index `at`; collected once. */
  function groupByLabel({ labels, places }, at) {
    if (!places.has(at)) {
      const groups = [];
      labels[at].forEach((label, place) => (groups[label] = groups[label] || []).push(place));
      places.set(at, groups);
    }
    return places.get(at);
  }

  const placesOf = (points, at, label) => groupByLabel(points, at)[label] || [];

  /* [x, y, z, ids] of the points with a label at a setting, or of all without one; collected once. */
  function coordinatesOf(points, at, label) {
    const { axes, ids, coordinates } = points;
    if (label === undefined) return [...axes, ids];
    const key = `${at} ${label}`;
    if (!coordinates.has(key)) {
      const places = placesOf(points, at, label);
      const columns = axes.map((axis) => Float32Array.from(places, (place) => axis[place]));
      coordinates.set(key, [...columns, places.map((place) => ids[place])]);
    }
    return coordinates.get(key);
  }

  tessera.points = { unpack, placesOf, coordinatesOf };
  if (typeof module !== "undefined") module.exports = tessera.points;
})();
