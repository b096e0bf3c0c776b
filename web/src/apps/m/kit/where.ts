//! Where the phone is, if it may tell: asked for once a page opens, again by a tap.
import { ref, type Ref } from 'vue'
import type { Area } from '@/api/types'

export interface Spot {
  lon: number
  lat: number
  accuracy_m: number
}

type Standing = 'asking' | 'known' | 'unknown'

export function useSpot(): { spot: Ref<Spot | null>; standing: Ref<Standing>; ask: () => void } {
  const spot = ref<Spot | null>(null)
  const standing = ref<Standing>('unknown')

  function ask(): void {
    if (!navigator.geolocation || !globalThis.isSecureContext) return
    standing.value = 'asking'
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        spot.value = { lon: round(coords.longitude), lat: round(coords.latitude), accuracy_m: Math.max(1, Math.round(coords.accuracy)) }
        standing.value = 'known'
      },
      () => (standing.value = spot.value ? 'known' : 'unknown'),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    )
  }
  ask()
  return { spot, standing, ask }
}

/** Six decimals are a hand's breadth. */
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6

const EARTH = 6_371_008
const rad = (degrees: number): number => (degrees * Math.PI) / 180

/** Metres between two positions on the sphere. */
export function metres(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const half = Math.sin(rad(b.lat - a.lat) / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2
  return 2 * EARTH * Math.asin(Math.sqrt(half))
}

type Ring = number[][]

/** Is the point inside the ring? Counts the edges that a line to the east crosses. */
function inside(ring: Ring, lon: number, lat: number): boolean {
  return ring.reduce((within, [x1 = 0, y1 = 0], at) => {
    const [x2 = 0, y2 = 0] = ring[(at + 1) % ring.length] ?? []
    const crosses = y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1
    return crosses ? !within : within
  }, false)
}

/** The smallest area whose boundary holds the spot: the one deepest in the tree. */
export function areaAt(areas: Area[], { lon, lat }: { lon: number; lat: number }): Area | null {
  const holds = ({ boundary }: Area): boolean => {
    const polygons = !boundary ? [] : boundary.type === 'Polygon' ? [boundary.coordinates] : boundary.coordinates
    return polygons.some(([outer = [], ...holes]) => inside(outer, lon, lat) && !holes.some((hole) => inside(hole, lon, lat)))
  }
  return areas.filter(holds).sort((a, b) => b.path.length - a.path.length)[0] ?? null
}
