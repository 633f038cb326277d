#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes src/report/assets/outlines.json from Natural Earth (public domain), 1:50 million.

The npm package world-atlas, version 2.0.2, holds Natural Earth as TopoJSON. To make the file again:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    tools/make_outlines.py package/countries-50m.json src/report/assets/outlines.json

Arcs are simplified (Douglas-Peucker, 0.03 degree) and rounded to 0.01 degree; islands below 0.03 square degrees are
left out. The result, with lines [x0, y0, dx, dy, ...] in hundredths of a degree:

    {"source": ..., "lines": [[...], ...], "land": [[line, ~line, ...], ...], "borders": [line, ...]}

A ring of `land` is a chain of lines; ~i (below zero) means line i backwards. `borders` are the lines between two
countries. Standard library only.
"""

import json
import sys

TOLERANCE = 0.03  # degrees
STEP = 0.01  # degrees
SMALLEST_RING = 0.03  # square degrees


def decode(topology):
    """The arcs as lists of (longitude, latitude)."""
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(points)
    return arcs


def distance(point, start, end):
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    t = 0 if length == 0 else max(0, min(1, ((px - ax) * dx + (py - ay) * dy) / length))
    return ((px - ax - t * dx) ** 2 + (py - ay - t * dy) ** 2) ** 0.5


def simplify(points, tolerance):
    """Douglas-Peucker; the ends stay. A closed line is split at its farthest point first."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        best, at = -1.0, first
        for i in range(first + 1, last):
            d = distance(points[i], points[first], points[last])
            if d > best:
                best, at = d, i
        closed = points[first] == points[last]
        if best > tolerance or (closed and best > 0):
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def quantise(points):
    """Whole steps, without repeated points."""
    result = []
    for x, y in points:
        point = (round(x / STEP), round(y / STEP))
        if not result or result[-1] != point:
            result.append(point)
    return result


def deltas(points):
    flat, last = [], (0, 0)
    for x, y in points:
        flat += [x - last[0], y - last[1]]
        last = (x, y)
    return flat


def rings(geometry):
    """Every ring of a geometry as a list of arc numbers."""
    if geometry["type"] == "GeometryCollection":
        return [ring for part in geometry["geometries"] for ring in rings(part)]
    if geometry["type"] == "Polygon":
        return geometry["arcs"]
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["arcs"] for ring in polygon]
    return []


def area(points):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1]))) / 2


def ring_points(arcs, ring):
    points = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def main(source, target):
    with open(source, encoding="utf-8") as file:
        topology = json.load(file)
    raw = decode(topology)
    lines = [quantise(simplify(arc, TOLERANCE)) for arc in raw]

    land = []
    for ring in rings(topology["objects"]["land"]):
        if area(ring_points(raw, ring)) >= SMALLEST_RING and len(set(ring_points(lines, ring))) >= 3:
            land.append(ring)

    users = {}
    for number, country in enumerate(topology["objects"]["countries"]["geometries"]):
        for ring in rings(country):
            for arc in ring:
                users.setdefault(arc if arc >= 0 else ~arc, set()).add(number)
    borders = sorted(arc for arc, countries in users.items() if len(countries) > 1)

    used = sorted({a if a >= 0 else ~a for ring in land for a in ring} | set(borders))
    used = [a for a in used if len(lines[a]) > 1]
    number = {arc: i for i, arc in enumerate(used)}

    def renumber(ring):
        kept = [a for a in ring if (a if a >= 0 else ~a) in number]
        return [number[a] if a >= 0 else ~number[~a] for a in kept]

    result = {
        "source": "Natural Earth 1:50m (public domain), by npm package world-atlas 2.0.2, simplified",
        "step_degrees": STEP,
        "land": [renumber(ring) for ring in land],
        "borders": [number[a] for a in borders if a in number],
        "lines": [deltas(lines[a]) for a in used],
    }
    with open(target, "w", encoding="utf-8") as file:
        parts = [json.dumps(k) + ": " + json.dumps(v, separators=(",", ":")) for k, v in result.items()]
        file.write("{" + ",\n".join(parts).replace("],[", "],\n[") + "}\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
