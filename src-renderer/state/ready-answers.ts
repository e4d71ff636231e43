/** What most people say who cannot talk now; the same wherever it rings. */
export const READY_ANSWERS = [
  'Cannot talk now. What is it about?',
  'I will call you back in a few minutes.',
  'In a meeting. Please write to me.',
] as const
