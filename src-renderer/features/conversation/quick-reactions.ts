/** The three that most answers consist of; everything else is behind "React". */
export const QUICK_REACTIONS = ['👍', '❤️', '😂'] as const
