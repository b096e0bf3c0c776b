//! One key for one submission: sending the same content again is the same write, changed content is a new one.
import { newId } from './id'

export function useAttempt(make: () => string = newId): (content: unknown) => string {
  let sent = ''
  let key = ''
  return (content) => {
    const text = JSON.stringify(content)
    if (text !== sent || key === '') [sent, key] = [text, make()]
    return key
  }
}
