//! How many more photos the phone can hold, if it says so and they are few.
const PHOTO = 500 * 1024
const FEW = 60

export async function roomLeft(): Promise<number | null> {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {}
  if (quota === undefined || usage === undefined) return null
  const photos = Math.floor((quota - usage) / PHOTO)
  return photos < FEW ? Math.max(0, photos) : null
}
