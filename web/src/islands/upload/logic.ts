/** How far an upload has come, in words. */
export function progressWords(sent: number, total: number): string {
  if (total <= 0) return 'Sending the file';
  const percent = Math.min(100, Math.floor((100 * sent) / total));
  return percent === 100 ? 'The file has been sent and is being checked' : `${percent}% sent`;
}
