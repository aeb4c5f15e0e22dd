// Whether the device's clock is near the server's: codes are made of the time.
const MOST_MILLIS = 30_000;

/** How far the device is ahead of the server, in milliseconds; null where it cannot be asked. */
export async function ahead() {
  const before = Date.now();
  try {
    const response = await fetch('/clock', { method: 'HEAD', cache: 'no-store' });
    const server = Date.parse(response.headers.get('Date') ?? '');
    return Number.isNaN(server) ? null : (before + Date.now()) / 2 - server;
  } catch {
    return null;
  }
}

/** What to tell the customer; empty where all is well or nothing is known. */
export function hint(millis) {
  if (millis === null || Math.abs(millis) <= MOST_MILLIS) {
    return '';
  }
  const seconds = Math.round(Math.abs(millis) / 1000);
  const [ja, en] = millis > 0 ? ['進んで', 'fast'] : ['遅れて', 'slow'];
  return `この端末の時計が約${seconds}秒${ja}います。自動設定にしてください。 `
    + `This device’s clock is about ${seconds} s ${en}: set it automatically, or codes may be refused.`;
}
