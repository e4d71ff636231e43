/**
 * @typedef {{ version?: string, resolved?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 */

/**
 * Whether what npm recorded in `node_modules` is what the lock file asks for. Contents are
 * compared, not times: a checkout gives files new times, and an interrupted install leaves no
 * record at all. Packages for other platforms are in the lock file and rightly not installed.
 *
 * @param {Lock} wanted package-lock.json
 * @param {Lock | undefined} installed node_modules/.package-lock.json
 * @returns {boolean}
 */
export function isInstalled(wanted, installed) {
  const present = installed?.packages
  if (present === undefined) return false
  return Object.entries(wanted.packages ?? {}).every(([where, locked]) => {
    if (where === '') return true
    const found = present[where]
    if (found === undefined) return locked.optional === true || locked.devOptional === true
    return found.version === locked.version && found.integrity === locked.integrity
  })
}
