import type { PictureLane, PictureProblem } from '#shared/domain/call-pictures.ts'

/** Why somebody is not seen, and nothing where they decided that themselves. */
export function wordsForPictureProblem(
  lane: PictureLane,
  problem: PictureProblem,
  where: {
    readonly isDesktop: boolean
    /** It was chosen in the app; otherwise browser or system asked which one. */
    readonly isChosenHere: boolean
  },
): string | null {
  return lane === 'camera'
    ? cameraWords(problem, where.isDesktop)
    : screenWords(problem, where.isChosenHere)
}

function cameraWords(problem: PictureProblem, isDesktop: boolean): string {
  switch (problem) {
    case 'refused':
      return isDesktop
        ? 'Parley may not use the camera.'
        : 'Allow the camera for this page: the browser has a sign for that beside the address.'
    case 'missing':
      return 'No camera was found.'
    case 'failed':
      return 'The camera could not be opened. Another program may be using it.'
    case 'unsupported':
      return 'This page may not use a camera, because it did not come over HTTPS.'
  }
}

function screenWords(problem: PictureProblem, isChosenHere: boolean): string | null {
  switch (problem) {
    case 'refused':
      // Otherwise they closed the picker.
      return isChosenHere ? 'It could not be shown. It may have been closed meanwhile.' : null
    case 'unsupported':
      return 'This browser cannot show your screen to others.'
    default:
      return 'Your screen could not be shown.'
  }
}
