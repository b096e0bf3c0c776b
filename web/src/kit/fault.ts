//! Leaving a field: the moment at which what it holds is checked.

/** Did the focus go out of the whole field, and not only from one of its parts to another? */
export const leaves = (event: FocusEvent): boolean => !(event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null)
