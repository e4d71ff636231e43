const isMac = /mac|iphone|ipad/i.test(navigator.platform)

/** How this computer writes a shortcut: "⌘K" or "Ctrl K". */
export const shortcutKeys = (key: string): string => (isMac ? `⌘${key}` : `Ctrl ${key}`)

/** "⌥↑" or "Alt ↑". */
export const altKeys = (key: string): string => (isMac ? `⌥${key}` : `Alt ${key}`)

/** "⇧⌘M" or "Ctrl Shift M". */
export const shiftKeys = (key: string): string => (isMac ? `⇧⌘${key}` : `Ctrl Shift ${key}`)
