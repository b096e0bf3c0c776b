//! Putting words into the clipboard, also where the address is not a secure one.

/** Without a secure address browsers offer no clipboard; a selected field still copies. False where neither works. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => byField(text))
  return byField(text)
}

/** Words together with how they look elsewhere: what is pasted as plain text gets `text`, all else `html`. */
export const copyRich = (text: string, html: string): boolean => byField(text, html)

function byField(text: string, html?: string): boolean {
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'sr'
  field.addEventListener('copy', (event) => {
    if (html === undefined) return
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
    event.clipboardData?.setData('text/html', html)
  })
  const origin = document.activeElement as HTMLElement | null
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  origin?.focus({ preventScroll: true })
  return done
}
