//! The spans of days people ask for most.

const DAY = 86_400_000
const iso = (at: number): string => new Date(at).toISOString().slice(0, 10)

interface Days {
  name: 'today' | 'week' | 'month' | 'lastMonth'
  from: string
  to: string
}

export function presets(today: string): Days[] {
  const [y = 0, m = 1] = today.split('-').map(Number)
  return [
    { name: 'today', from: today, to: today },
    { name: 'week', from: iso(Date.parse(today) - 6 * DAY), to: today },
    { name: 'month', from: iso(Date.UTC(y, m - 1, 1)), to: today },
    { name: 'lastMonth', from: iso(Date.UTC(y, m - 2, 1)), to: iso(Date.UTC(y, m - 1, 0)) },
  ]
}
