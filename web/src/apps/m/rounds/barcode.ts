//! The browser's reader of codes, which few browsers have and TypeScript does not know yet.
export interface Reader {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>
}

/** A reader of QR codes, or null where the phone has none or may not use its camera here. */
export function qrReader(): Reader | null {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: new (options: { formats: string[] }) => Reader }
  return BarcodeDetector && navigator.mediaDevices ? new BarcodeDetector({ formats: ['qr_code'] }) : null
}
