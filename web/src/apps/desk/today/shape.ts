//! Boundaries of areas as flat shapes: longitude shrunk by the latitude, fitted into a box, with a point for the label.
import type { Area } from '@/api/types'

type Ring = number[][]
type Fit = (point: number[]) => [number, number]

interface Shape {
  id: string
  name: string
  path: string
  x: number
  y: number
}

const rings = (area: Area): Ring[] => {
  const shape = area.boundary
  if (!shape) return []
  return shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat()
}

/** How degrees become units of a box `width` wide and `height` high, north up, nothing stretched. */
function fitting(points: number[][], width: number, height: number): Fit {
  const lons = points.map((point) => point[0] ?? 0)
  const lats = points.map((point) => point[1] ?? 0)
  const [west, east] = [Math.min(...lons), Math.max(...lons)]
  const [south, north] = [Math.min(...lats), Math.max(...lats)]
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const scale = Math.min(width / ((east - west) * shrink || 1), height / (north - south || 1))
  const left = (width - (east - west) * shrink * scale) / 2
  const top = (height - (north - south) * scale) / 2
  return ([lon = 0, lat = 0]) => [left + (lon - west) * shrink * scale, top + (north - lat) * scale]
}

/** The middle of a ring by its area, where a label sits best. */
export function middle(ring: [number, number][]): [number, number] {
  let [twice, x, y] = [0, 0, 0]
  ring.forEach(([x1, y1], at) => {
    const [x2, y2] = ring[(at + 1) % ring.length] ?? [0, 0]
    const cross = x1 * y2 - x2 * y1
    twice += cross
    x += (x1 + x2) * cross
    y += (y1 + y2) * cross
  })
  return twice === 0 ? (ring[0] ?? [0, 0]) : [x / (3 * twice), y / (3 * twice)]
}

/** Where a point of the earth lies in the box that these areas fill. */
export const placing = (areas: Area[], width: number, height: number): Fit => fitting(areas.flatMap((area) => rings(area).flat()), width, height)

export function shapes(areas: Area[], width: number, height: number): Shape[] {
  const fit = placing(areas, width, height)
  return areas.filter((area) => area.boundary).map((area) => {
    const flat = rings(area).map((ring) => ring.map(fit))
    const largest = [...flat].sort((a, b) => b.length - a.length)[0] ?? []
    const [x, y] = area.centre ? fit(area.centre) : middle(largest)
    const path = flat.map((ring) => `M${ring.map((point) => point.map((n) => n.toFixed(1)).join(' ')).join('L')}Z`).join('')
    return { id: area.id, name: area.name, path, x, y }
  })
}

/** Fill of an area: the darker the more, between 6 and 56 in a hundred of the accent. */
export const tint = (count: number, most: number): number => (count === 0 || most === 0 ? 0.06 : Math.round(6 + (count / most) * 50) / 100)

/** On the map an area goes by its own name, without the word for its kind. */
export const shortName = (name: string): string => name.replace(/(社区|村)$/u, '')
