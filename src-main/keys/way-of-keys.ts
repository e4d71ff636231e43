/** What of the surroundings decides how keys can be heard. */
interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
}

/**
 * Whether the desktop is Wayland's, where a program sees no key that is typed into another one. That
 * holds under XWayland too, where `DISPLAY` is set as well.
 */
export const isWayland = ({ platform, environment }: Surroundings): boolean =>
  platform === 'linux' &&
  (environment['XDG_SESSION_TYPE'] === 'wayland' ||
    (Boolean(environment['WAYLAND_DISPLAY']) && !environment['DISPLAY']))

const PORTAL = 'GlobalShortcutsPortal'

/** The features to switch on at start, besides those that somebody asked for already. */
export const withPortal = (features: string): string =>
  features
    .split(',')
    .filter((feature) => feature !== '' && feature !== PORTAL)
    .concat(PORTAL)
    .join(',')
