//! Photos made small before they are kept and sent: upright, 1600 px on the longer side, JPEG.
import { Problem } from '@/api/problem'

const LONGEST = 1600
const QUALITY = 0.85

/** Width and height that fit into the limit; nothing is made larger. */
export function fit(width: number, height: number, longest = LONGEST): [number, number] {
  const scale = Math.min(1, longest / Math.max(width, height))
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
}

/** The picture as a small JPEG; a file that the phone cannot read as a picture throws `file.not_an_image`. */
export async function shrink(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    const code = /hei[cf]/i.test(file.type) ? 'file.heic' : 'file.not_an_image'
    throw new Problem(415, { code, title: 'The phone cannot read this picture' })
  })
  const canvas = document.createElement('canvas')
  ;[canvas.width, canvas.height] = fit(picture.width, picture.height)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Problem(415, { code: 'file.not_an_image', title: 'The phone cannot write this picture' }))), 'image/jpeg', QUALITY),
  )
}
