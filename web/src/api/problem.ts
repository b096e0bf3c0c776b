//! The one form of every error: what the server says in `application/problem+json`, or what the network did.

export interface FieldError {
  field: string
  code: string
  params?: Record<string, unknown>
}

interface Wire {
  code: string
  title: string
  detail?: string
  field?: string
  rule?: string
  request?: string
  params?: Record<string, unknown>
  errors?: FieldError[]
}

export class Problem extends Error {
  readonly code: string
  readonly wire: Wire

  constructor(
    readonly status: number,
    wire: Partial<Wire>,
  ) {
    super(wire.title ?? wire.code ?? String(status))
    this.name = 'Problem'
    this.code = wire.code ?? `http.${status}`
    this.wire = { ...wire, code: this.code, title: this.message }
  }

  /** No answer came at all: the same request may be sent again. */
  get offline(): boolean {
    return this.status === 0
  }

  /** The last characters of the request's number, short enough to read out on the phone. */
  get number(): string {
    return (this.wire.request ?? '').slice(-4).toUpperCase()
  }
}

export const asProblem = (cause: unknown): Problem =>
  cause instanceof Problem ? cause : new Problem(0, { code: 'net.unreachable', title: String(cause) })
