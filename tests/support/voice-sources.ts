/** How far from the source of a client's sound those of its pictures are. */
export const CAMERA = 1_000_000
export const SCREEN = 2_000_000
