//! Photos for the journeys, drawn in the browser: each differs from every other.
let count = 0

/** A JPEG of a street corner in a colour of its own, as a file for an input or an upload. */
export async function photo(world, words) {
  count += 1
  const page = await world.browser.newPage()
  const base64 = await page.evaluate(([text, seed]) => {
    const canvas = document.createElement('canvas')
    ;[canvas.width, canvas.height] = [2000, 1500]
    const pen = canvas.getContext('2d')
    const band = (colour, ...box) => { pen.fillStyle = colour; pen.fillRect(...box) }
    band(`hsl(${seed * 47} 18% 76%)`, 0, 0, 2000, 1050)
    band('#8f8a80', 0, 1050, 2000, 30)
    band('#a3a4a0', 0, 1080, 2000, 420)
    for (let at = 0; at < 5; at += 1) band(`hsl(${(seed * 91 + at * 60) % 360} 22% 42%)`, 200 + at * 330, 800 - ((seed * 37 + at * 53) % 160), 190, 420)
    pen.fillStyle = '#22231f'
    pen.font = '90px sans-serif'
    pen.fillText(text, 80, 1400)
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]
  }, [words, count])
  await page.close()
  return { name: `photo-${count}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') }
}
