/** The telephone's status for the top bar; a click opens what can be done about it. */
export function PhoneBadge({ onSettings }: { onSettings?: () => void }) {
  void onSettings
  return null
}
