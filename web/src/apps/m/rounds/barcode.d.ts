//! The browser's reader of codes, which few browsers have and TypeScript does not know yet.
interface BarcodeDetector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>
}
declare var BarcodeDetector: (new (options: { formats: string[] }) => BarcodeDetector) | undefined
