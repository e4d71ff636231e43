/**
 * The WHATWG URL class, which every runtime of ours has although neither the DOM nor the Node types
 * may be used here. Only the part that shared code needs.
 */
declare class URL {
  constructor(url: string)
  static canParse(url: string): boolean
  readonly protocol: string
  readonly origin: string
  readonly host: string
  readonly hostname: string
  readonly username: string
  readonly password: string
  readonly pathname: string
  readonly search: string
  readonly hash: string
  port: string
}
