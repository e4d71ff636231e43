/**
 * The `default` arm of a `switch` over a union: compiles only while every case is handled.
 * @throws always, because reaching it means that the types lied
 */
export function unreachable(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`)
}
